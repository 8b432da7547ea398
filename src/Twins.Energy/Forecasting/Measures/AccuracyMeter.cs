namespace Twins.Energy.Forecasting.Measures;

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
