using Twins.Energy.Physics;

namespace Twins.Energy.Forecasting;

/// <summary>
/// Photovoltaic power: a blend of a regression on the clear sky, the power of the days before and any weather forecast that is given
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
    /// <param name="maxValue">No quantile above this, such as the inverter's rating, in the unit of the series; infinite for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The highest value is not above 0.</exception>
    public PhotovoltaicForecaster(ClearSky sky, double maxValue = double.PositiveInfinity)
    {
        _sky = sky;

        // On the linear scale: the light's law is linear, and so are the clouds' shares of it.
        const ValueScale Scale = ValueScale.Linear;
        _blend = new(
            [
                new RegressionForecaster(new() { Scale = Scale, MaxValue = maxValue }),
                new AnalogueForecaster(Scale),
                new SameTimeMedian(),
                SeasonalNaive.Daily,
            ],
            new() { Scale = Scale, MaxValue = maxValue });
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

/// <summary>The light of a cloudless sky on a plane, as a known input of photovoltaic forecasts.</summary>
/// <param name="LatitudeDeg">North positive, −90 … 90.</param>
/// <param name="LongitudeDeg">East positive, −180 … 180.</param>
/// <param name="TiltDeg">Angle of the modules from horizontal in °, 0 … 90; 0 when not known.</param>
/// <param name="AzimuthDeg">Direction they face in ° clockwise from north, 0 … 360; 180 is south.</param>
public sealed record ClearSky(double LatitudeDeg, double LongitudeDeg, double TiltDeg = 0, double AzimuthDeg = 180)
{
    /// <summary>Instants looked at in each step: within an hour the sun moves by up to 15°.</summary>
    private const int Samples = 4;

    /// <summary>Mean irradiance in each step.</summary>
    /// <param name="like">Gives start and step.</param>
    /// <param name="count">How many steps from that start.</param>
    /// <returns>In W/m², at least 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A coordinate or an angle is outside its range.</exception>
    public RegularSeries IrradianceWPerM2(RegularSeries like, int count)
    {
        Require.Within(TiltDeg, 0, 90, "clear sky");
        Require.Within(AzimuthDeg, 0, 360, "clear sky");
        var values = new double[count];
        for (var index = 0; index < count; index++)
        {
            values[index] = MeanWPerM2(like.TimeAt(index), like.Step);
        }

        return new("clear-sky irradiance", like.Start, like.Step, values);
    }

    private double MeanWPerM2(DateTimeOffset start, TimeSpan step)
    {
        var sum = 0.0;
        for (var sample = 0; sample < Samples; sample++)
        {
            var sun = SunPosition.At(LatitudeDeg, LongitudeDeg, start + (step * ((sample + 0.5) / Samples)));
            sum += Irradiance.ClearSky(sun).OnPlane(sun, TiltDeg, AzimuthDeg);
        }

        return sum / Samples;
    }
}
