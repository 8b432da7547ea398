using System.Collections.Immutable;

namespace Twins.Energy.Forecasting;

/// <summary>How good forecasts were, over all steps that had a value.</summary>
/// <param name="Method">Whose.</param>
/// <param name="Count">Steps measured.</param>
/// <param name="MeanAbsoluteError">Mean of |P50 − value|, in the unit of the series.</param>
/// <param name="RootMeanSquareError">In the unit of the series.</param>
/// <param name="Pinball">Mean quantile loss of P10, P50 and P90 (Koenker and Bassett, Econometrica 46, 1978), in the unit of the series.</param>
/// <param name="Coverage">Share of values within P10 … P90, ends included; 0.8 is right.</param>
/// <param name="OpenCoverage">The same over the steps that were open: without those, like nights of photovoltaics, forecast exactly and rightly.</param>
/// <param name="MeanMagnitude">Mean of |value|, what load and price errors are measured by.</param>
/// <param name="PeakMagnitude">Largest |value|, what photovoltaic errors are measured by.</param>
public sealed record ForecastAccuracy(
    string Method,
    int Count,
    double MeanAbsoluteError,
    double RootMeanSquareError,
    double Pinball,
    double Coverage,
    double OpenCoverage,
    double MeanMagnitude,
    double PeakMagnitude)
{
    /// <summary>Mean absolute error as a share of the mean magnitude; NaN when all values are 0.</summary>
    public double ErrorOfMean => MeanAbsoluteError / MeanMagnitude;

    /// <summary>Mean absolute error as a share of the peak; NaN when all values are 0.</summary>
    public double ErrorOfPeak => MeanAbsoluteError / PeakMagnitude;

    /// <summary>The share of a reference's mean absolute error that is avoided: 0 as good, 1 perfect, negative worse.</summary>
    /// <param name="reference">Measured on the same steps.</param>
    /// <returns>The skill; 0 when neither errs.</returns>
    public double SkillOver(ForecastAccuracy reference) =>
        reference.MeanAbsoluteError > 0
            ? 1 - (MeanAbsoluteError / reference.MeanAbsoluteError)
            : MeanAbsoluteError > 0 ? double.NegativeInfinity : 0;
}

/// <summary>Adds up the errors of forecasts as the values arrive.</summary>
/// <param name="method">Whose forecasts.</param>
public sealed class AccuracyMeter(string method)
{
    private int _count;
    private int _covered;
    private int _exact;
    private double _absolute;
    private double _square;
    private double _pinball;
    private double _magnitude;
    private double _peak;

    /// <summary>Takes one step; a value of NaN is not counted.</summary>
    /// <param name="p10">Forecast P10.</param>
    /// <param name="p50">Forecast P50.</param>
    /// <param name="p90">Forecast P90.</param>
    /// <param name="value">What came.</param>
    public void Add(double p10, double p50, double p90, double value)
    {
        if (double.IsNaN(value))
        {
            return;
        }

        var error = value - p50;
        _count++;
        _covered += value >= p10 && value <= p90 ? 1 : 0;
        _exact += p10 >= p90 && value == p50 ? 1 : 0;
        _absolute += Math.Abs(error);
        _square += error * error;
        _pinball += (Loss(value - p10, 0.1) + Loss(error, 0.5) + Loss(value - p90, 0.9)) / 3;
        _magnitude += Math.Abs(value);
        _peak = Math.Max(_peak, Math.Abs(value));
    }

    /// <summary>Takes a whole forecast.</summary>
    /// <param name="forecast">The forecast.</param>
    /// <param name="values">What came in its steps, from the first on; later steps are not counted.</param>
    public void Add(QuantileForecast forecast, ReadOnlySpan<double> values)
    {
        for (var step = 0; step < Math.Min(values.Length, forecast.P50.Length); step++)
        {
            Add(forecast.P10[step], forecast.P50[step], forecast.P90[step], values[step]);
        }
    }

    /// <summary>The measures so far.</summary>
    /// <returns>NaN in every mean before the first value.</returns>
    public ForecastAccuracy Read() => new(
        method,
        _count,
        _absolute / _count,
        Math.Sqrt(_square / _count),
        _pinball / _count,
        (double)_covered / _count,
        (double)(_covered - _exact) / (_count - _exact),
        _magnitude / _count,
        _peak);

    private static double Loss(double error, double quantile) => Math.Max(quantile * error, (quantile - 1) * error);
}

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
