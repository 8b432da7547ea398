using Twins.Energy.Forecasting.Analogues;
using Twins.Energy.Forecasting.Baselines;
using Twins.Energy.Forecasting.Blending;
using Twins.Energy.Forecasting.Regression;
using Twins.Energy.Forecasting.Selection;
using Twins.Energy.Forecasting.Solar;

namespace Twins.Energy.Forecasting;

/// <summary>The forecasters to use unless there is a reason for others: a blend for the kind of series, guarded by the baselines.</summary>
public static class Forecasters
{
    /// <summary>For a load that does not go negative, in any unit of power or energy.</summary>
    /// <returns>A fresh forecaster, for one series; speaks from one day of history on.</returns>
    public static GuardedForecaster Load() => new(Blend(lowest: 0));

    /// <summary>For a price or a net power, which may go negative.</summary>
    /// <returns>A fresh forecaster, for one series; speaks from one day of history on.</returns>
    public static GuardedForecaster Price() => new(Blend(lowest: double.NegativeInfinity));

    /// <summary>For a photovoltaic generator.</summary>
    /// <param name="sky">Where it stands and which way it looks.</param>
    /// <param name="highest">No quantile above this, such as the inverter's rating, in the unit of the series; infinite for none.</param>
    /// <returns>A fresh forecaster, for one series; speaks from one day of history on.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The highest value is not above 0.</exception>
    public static GuardedForecaster Photovoltaics(ClearSky sky, double highest = double.PositiveInfinity) =>
        new(new PhotovoltaicForecaster(sky, highest));

    private static BlendedForecaster Blend(double lowest) => new(
        [
            new RegressionForecaster(new() { Lowest = lowest }),
            new AnalogueForecaster(),
            new SameTimeMedian(),
            SeasonalNaive.Daily,
        ],
        new() { Lowest = lowest });
}
