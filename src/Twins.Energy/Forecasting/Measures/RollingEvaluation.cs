using System.Collections.Immutable;
using Twins.Energy.Forecasting.Baselines;
using Twins.Energy.Forecasting.Series;

namespace Twins.Energy.Forecasting.Measures;

/// <summary>
/// Forecasts a series from one origin after the other, as would have happened (Tashman, International Journal of Forecasting 16,
/// 2000). A forecaster is handed the history cut at the origin and the inputs cut at the end of its forecast, so it cannot see more.
/// </summary>
/// <param name="series">The whole series.</param>
/// <param name="inputs">Inputs as known one horizon ahead: each value must have been known at the origins whose forecasts cover it.</param>
/// <param name="steps">Steps per forecast.</param>
/// <param name="every">Steps from one origin to the next.</param>
public sealed class RollingEvaluation(RegularSeries series, IReadOnlyList<RegularSeries> inputs, int steps, int every)
{
    /// <summary>Forecasts from every origin and measures against what came.</summary>
    /// <param name="forecaster">A fresh one.</param>
    /// <param name="firstOrigin">Index of the first step forecast.</param>
    /// <param name="lastOrigin">No origin after this index, and none whose forecast would leave the series.</param>
    /// <returns>The measures.</returns>
    public ForecastAccuracy Measure(IForecaster forecaster, int firstOrigin, int lastOrigin = int.MaxValue)
    {
        var meter = new AccuracyMeter(forecaster.Method);
        for (var origin = firstOrigin; origin <= Math.Min(lastOrigin, series.Count - steps); origin += every)
        {
            meter.Add(forecaster.Forecast(KnownAt(origin)), series.Values.Slice(origin, steps));
        }

        return meter.Read();
    }

    /// <summary>The baselines over the same origins.</summary>
    /// <param name="firstOrigin">Index of the first step forecast, a week of history at least.</param>
    /// <param name="lastOrigin">As in <see cref="Measure"/>.</param>
    /// <returns>One measure for each baseline.</returns>
    public ImmutableArray<ForecastAccuracy> Baselines(int firstOrigin, int lastOrigin = int.MaxValue) =>
        [.. SeasonalNaive.All.Select(baseline => Measure(baseline, firstOrigin, lastOrigin))];

    private ForecastRequest KnownAt(int origin) =>
        new(series.First(origin), steps, [.. inputs.Select(input => input.First(origin + steps))]);
}
