namespace Twins.Energy.Physics;

/// <summary>The weather at one instant.</summary>
/// <param name="Sun">The sun's position.</param>
/// <param name="Irradiance">Light behind the clouds.</param>
/// <param name="ClearSkyIndex">Share of a clear sky's light that arrives, fraction 0 … 1.</param>
/// <param name="AmbientTemperatureC">Air temperature in °C.</param>
public readonly record struct Weather(SunPosition Sun, Irradiance Irradiance, double ClearSkyIndex, double AmbientTemperatureC)
{
    private static readonly TimeSpan FrontPeriod = TimeSpan.FromHours(9);
    private static readonly TimeSpan CloudPeriod = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan TemperaturePeriod = TimeSpan.FromHours(30);

    /// <summary>
    /// Weather as a pure function of place, seed and time. Slow noise moves the cover (fronts), fast noise single clouds, which
    /// matter only while the cover is broken; the temperature follows season and hour with slow noise.
    /// </summary>
    /// <param name="parameters">Place and seed, validated.</param>
    /// <param name="time">The instant.</param>
    /// <returns>The weather then.</returns>
    public static Weather At(WeatherParameters parameters, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var sun = SunPosition.At(parameters.LatitudeDeg, parameters.LongitudeDeg, time);
        var index = ClearSkyIndexAt(parameters, time);
        return new(sun, Irradiance.ClearSky(sun).Behind(index), index, TemperatureAt(parameters, time));
    }

    private static double ClearSkyIndexAt(WeatherParameters parameters, DateTimeOffset time)
    {
        var front = SeededNoise.Smooth(SeededNoise.Derive(parameters.Seed, "front"), time, FrontPeriod);
        var cloud = SeededNoise.Smooth(SeededNoise.Derive(parameters.Seed, "cloud"), time, CloudPeriod);
        // From −1 (never a cloud) to 1 (always closed); in between the cover is broken and single clouds show.
        var cover = Math.Clamp((2 * parameters.Cloudiness) - 1 + front, -1, 1);
        var broken = 1 - (cover * cover);
        var shade = Math.Clamp(((1 + cover) / 2) + (0.4 * broken * cloud), 0, 1);
        return 1 - ((1 - parameters.OvercastIndex) * shade);
    }

    private static double TemperatureAt(WeatherParameters parameters, DateTimeOffset time)
    {
        const int coldestDay = 15;
        const double warmestSolarHour = 15;
        var hemisphere = parameters.LatitudeDeg < 0 ? -1 : 1;
        var season = -hemisphere * Math.Cos(2 * Math.PI * (time.UtcDateTime.DayOfYear - coldestDay) / 365.25);
        var solarHour = time.UtcDateTime.TimeOfDay.TotalHours + (parameters.LongitudeDeg / 15);
        var day = Math.Cos(2 * Math.PI * (solarHour - warmestSolarHour) / 24);
        var noise = SeededNoise.Smooth(SeededNoise.Derive(parameters.Seed, "temperature"), time, TemperaturePeriod);
        return parameters.MeanTemperatureC + (parameters.SeasonalSwingK * season) + (parameters.DailySwingK * (day + noise));
    }
}

/// <summary>A place and its seeded weather.</summary>
public sealed record WeatherParameters
{
    /// <summary>Name used in errors. Default <c>weather</c>.</summary>
    public string Element { get; init; } = "weather";

    /// <summary>Seed of clouds and temperature; the same seed gives the same weather.</summary>
    public required ulong Seed { get; init; }

    /// <summary>North positive, −90 … 90 °.</summary>
    public required double LatitudeDeg { get; init; }

    /// <summary>East positive, −180 … 180 °.</summary>
    public required double LongitudeDeg { get; init; }

    /// <summary>How cloudy it is on average, fraction 0 (never) … 1 (always overcast). Default 0.4.</summary>
    public double Cloudiness { get; init; } = 0.4;

    /// <summary>Share of the clear sky's light that passes a closed cover, fraction. Default 0.2.</summary>
    public double OvercastIndex { get; init; } = 0.2;

    /// <summary>Mean temperature of the year in °C. Default 12.</summary>
    public double MeanTemperatureC { get; init; } = 12;

    /// <summary>Warmest above mean month, in K. Default 9; coldest in mid January in the north, mid July in the south.</summary>
    public double SeasonalSwingK { get; init; } = 9;

    /// <summary>Warmest above mean hour of a day, in K. Default 4; warmest three hours after the sun's highest stand.</summary>
    public double DailySwingK { get; init; } = 4;

    /// <summary>Checks every value.</summary>
    /// <returns>These parameters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is not possible; the message names element, value and limit.</exception>
    public WeatherParameters Validated()
    {
        Require.Within(LatitudeDeg, -90, 90, Element);
        Require.Within(LongitudeDeg, -180, 180, Element);
        Require.Within(Cloudiness, 0, 1, Element);
        Require.Within(OvercastIndex, 0, 1, Element);
        Require.Within(MeanTemperatureC, -40, 50, Element);
        Require.Within(SeasonalSwingK, 0, 30, Element);
        Require.Within(DailySwingK, 0, 15, Element);
        return this;
    }
}
