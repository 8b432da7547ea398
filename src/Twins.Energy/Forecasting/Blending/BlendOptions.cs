using Twins.Energy.Forecasting.Series;
using Twins.Energy.Physics;

namespace Twins.Energy.Forecasting.Blending;

/// <summary>How a <see cref="BlendedForecaster"/> mixes and calibrates.</summary>
public sealed record BlendOptions
{
    /// <summary>How fast the weights follow the errors; default 0.1, 0 for equal weights for ever. At most 10.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Rolling window whose errors calibrate the band, and which is rehearsed before the first forecast; default 28 days, at least 7.</summary>
    public TimeSpan CalibrationWindow { get; init; } = TimeSpan.FromDays(28);

    /// <summary>The scale on which quantiles are averaged; default <see cref="ValueScale.Root"/>.</summary>
    public ValueScale Scale { get; init; } = ValueScale.Root;

    /// <summary>No quantile below this; default 0. Negative infinity for series that go negative, such as prices.</summary>
    public double Lowest { get; init; }

    /// <summary>No quantile above this; default infinite. The inverter's rating, for instance.</summary>
    public double Highest { get; init; } = double.PositiveInfinity;

    internal void Check()
    {
        Require.Within(LearningRate, 0, 10, "blend options");
        OptionCheck.AtLeast(CalibrationWindow, TimeSpan.FromDays(7));
        OptionCheck.Ordered(Lowest, Highest);
    }
}
