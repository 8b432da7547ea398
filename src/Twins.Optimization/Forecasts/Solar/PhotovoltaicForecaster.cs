using Twins.Optimization.Forecasts.Regression;
using Twins.Optimization.Forecasts.Series;

namespace Twins.Optimization.Forecasts.Solar;

/// <summary>
/// Photovoltaic power by regression on the clear sky, on the power of the days before and on whatever weather forecast is given.
/// While the sun is down the forecast is 0 and nothing is learnt, so band and calibration are the daylight's.
/// </summary>
public sealed class PhotovoltaicForecaster : IForecaster
{
    private readonly ClearSky _sky;
    private readonly RegressionForecaster _regression;
    private RegularSeries? _clear;

    /// <summary>A forecaster for one generator.</summary>
    /// <param name="sky">Where it stands and which way it looks.</param>
    /// <param name="options">How it learns; null for <see cref="DefaultOptions"/>. Set the inverter's rating as the highest value.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public PhotovoltaicForecaster(ClearSky sky, RegressionForecasterOptions? options = null)
    {
        _sky = sky;
        _regression = new(options ?? DefaultOptions);
    }

    /// <summary>Those of the regression on the linear scale: the light's law is linear, and so are the clouds' shares of it.</summary>
    public static RegressionForecasterOptions DefaultOptions { get; } = new() { Scale = ValueScale.Linear };

    /// <inheritdoc/>
    public string Method => "clear-sky regression";

    /// <inheritdoc/>
    public QuantileForecast Forecast(ForecastRequest request)
    {
        var clear = Clear(request);
        var idle = new bool[clear.Count];
        for (var index = 0; index < idle.Length; index++)
        {
            idle[index] = clear.Values[index] <= 0;
        }

        return _regression.Forecast(new(request.History, request.Steps, [.. request.Inputs, clear]) { Idle = idle }) with { Method = Method };
    }

    /// <summary>Computed a month ahead, so that a day more of history does not mean to compute all of it again.</summary>
    private RegularSeries Clear(ForecastRequest request)
    {
        var count = request.History.Count + request.Steps;
        if (_clear is null || _clear.Start != request.History.Start || _clear.Step != request.History.Step || _clear.Count < count)
        {
            _clear = _sky.IrradianceWPerM2(request.History, count + (30 * request.History.StepsPerDay));
        }

        return _clear.First(count);
    }
}
