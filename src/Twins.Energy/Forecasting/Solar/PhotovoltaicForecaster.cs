using Twins.Energy.Forecasting.Analogues;
using Twins.Energy.Forecasting.Baselines;
using Twins.Energy.Forecasting.Blending;
using Twins.Energy.Forecasting.Regression;
using Twins.Energy.Forecasting.Series;

namespace Twins.Energy.Forecasting.Solar;

/// <summary>
/// Photovoltaic power: a blend of a regression on the clear sky, the power of the days before and whatever weather forecast is given
/// with days like the last ones, the median of two weeks and yesterday. While the sun is down the forecast is 0 and nothing is learnt,
/// so band and calibration are the daylight's.
/// </summary>
public sealed class PhotovoltaicForecaster : IForecaster
{
    private readonly ClearSky _sky;
    private readonly BlendedForecaster _blend;
    private RegularSeries? _clear;

    /// <summary>A forecaster for one generator.</summary>
    /// <param name="sky">Where it stands and which way it looks.</param>
    /// <param name="highest">No quantile above this, such as the inverter's rating, in the unit of the series; infinite for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The highest value is not above 0.</exception>
    public PhotovoltaicForecaster(ClearSky sky, double highest = double.PositiveInfinity)
    {
        _sky = sky;

        // On the linear scale: the light's law is linear, and so are the clouds' shares of it.
        const ValueScale Scale = ValueScale.Linear;
        _blend = new(
            [
                new RegressionForecaster(new() { Scale = Scale, Highest = highest }),
                new AnalogueForecaster(Scale),
                new SameTimeMedian(),
                SeasonalNaive.Daily,
            ],
            new() { Scale = Scale, Highest = highest });
    }

    /// <inheritdoc/>
    public string Method => "clear-sky blend";

    /// <inheritdoc/>
    public int DaysNeeded => _blend.DaysNeeded;

    /// <inheritdoc/>
    public QuantileForecast Forecast(ForecastRequest request)
    {
        var clear = Clear(request);
        var idle = new bool[clear.Count];
        for (var index = 0; index < idle.Length; index++)
        {
            idle[index] = clear.Values[index] <= 0;
        }

        return _blend.Forecast(new(request.History, request.Steps, [.. request.Inputs, clear]) { Idle = idle }) with { Method = Method };
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
