namespace Twins.Energy.Physics.Solar;

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
