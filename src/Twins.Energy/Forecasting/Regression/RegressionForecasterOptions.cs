using Twins.Energy.Forecasting.Series;
using Twins.Energy.Physics;

namespace Twins.Energy.Forecasting.Regression;

/// <summary>How a <see cref="RegressionForecaster"/> learns. The defaults suit loads, photovoltaics and prices alike.</summary>
public sealed record RegressionForecasterOptions
{
    /// <summary>How much of the history is learnt from; default 182 days. At least 28 days.</summary>
    public TimeSpan LearntHistory { get; init; } = TimeSpan.FromDays(182);

    /// <summary>Age at which a past step counts half; default 60 days.</summary>
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromDays(60);

    /// <summary>Coefficients are learnt anew when the history has grown by this; default 7 days. Zero learns at every call.</summary>
    public TimeSpan RelearnAfter { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Rolling window whose errors calibrate the band; default 28 days.</summary>
    public TimeSpan CalibrationWindow { get; init; } = TimeSpan.FromDays(28);

    /// <summary>Ridge penalty on standardised coefficients; default 0.01.</summary>
    public double Penalty { get; init; } = 0.01;

    /// <summary>The scale on which it learns; default <see cref="ValueScale.Root"/>.</summary>
    public ValueScale Scale { get; init; } = ValueScale.Root;

    /// <summary>No quantile below this; default 0. Negative infinity for series that go negative, such as prices.</summary>
    public double Lowest { get; init; }

    /// <summary>No quantile above this; default infinite. The inverter's rating, for instance.</summary>
    public double Highest { get; init; } = double.PositiveInfinity;

    internal void Check()
    {
        OptionCheck.AtLeast(LearntHistory, TimeSpan.FromDays(28));
        OptionCheck.AtLeast(HalfLife, TimeSpan.FromDays(1));
        OptionCheck.AtLeast(RelearnAfter, TimeSpan.Zero);
        OptionCheck.AtLeast(CalibrationWindow, TimeSpan.FromDays(7));
        Require.NotNegative(Penalty, "regression options");
        OptionCheck.Ordered(Lowest, Highest);
    }
}
