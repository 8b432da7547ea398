namespace Twins.Energy.Physics;

/// <summary>Sunlight in its two parts.</summary>
/// <param name="BeamNormalWPerM2">Direct light on a plane facing the sun, in W/m².</param>
/// <param name="DiffuseHorizontalWPerM2">Light of the sky on a horizontal plane, in W/m².</param>
public readonly record struct Irradiance(double BeamNormalWPerM2, double DiffuseHorizontalWPerM2)
{
    private const double SolarConstantWPerM2 = 1353;

    /// <summary>
    /// A cloudless sky at sea level: beam after Meinel (<c>1353·0.7^(AM^0.678)</c>, "Applied Solar Energy", 1976), the sky adding up
    /// to a tenth of the beam; air mass after Kasten and Young (Applied Optics 28, 1989).
    /// </summary>
    /// <param name="sun">The sun's position.</param>
    /// <returns>Nothing while the sun is down.</returns>
    public static Irradiance ClearSky(SunPosition sun)
    {
        if (sun.ElevationDeg <= 0)
        {
            return default;
        }

        var sine = Math.Sin(sun.ElevationDeg * Math.PI / 180);
        var airMass = 1 / (sine + (0.50572 * Math.Pow(sun.ElevationDeg + 6.07995, -1.6364)));
        var beam = SolarConstantWPerM2 * Math.Pow(0.7, Math.Pow(airMass, 0.678));
        return new(beam, 0.1 * beam * Math.Sqrt(sine));
    }

    /// <summary>The same sky behind clouds: both parts times the clear-sky index.</summary>
    /// <param name="clearSkyIndex">Fraction of the clear sky's light that arrives; 0 … 1.3 (cloud edges can add light).</param>
    /// <returns>The weakened light.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The index is outside its range.</exception>
    public Irradiance Behind(double clearSkyIndex)
    {
        Require.Within(clearSkyIndex, 0, 1.3, "irradiance");
        return new(BeamNormalWPerM2 * clearSkyIndex, DiffuseHorizontalWPerM2 * clearSkyIndex);
    }

    /// <summary>Light on a tilted plane, with a uniformly bright sky and no reflection from the ground.</summary>
    /// <param name="sun">The sun's position.</param>
    /// <param name="tiltDeg">Angle of the plane from horizontal in °, 0 … 90.</param>
    /// <param name="azimuthDeg">Direction the plane faces in ° clockwise from north (180 = south).</param>
    /// <returns>Irradiance on the plane in W/m², at least 0.</returns>
    public double OnPlane(SunPosition sun, double tiltDeg, double azimuthDeg)
    {
        const double radians = Math.PI / 180;
        var (sinTilt, cosTilt) = Math.SinCos(tiltDeg * radians);
        var (sinElevation, cosElevation) = Math.SinCos(sun.ElevationDeg * radians);
        var incidence = (sinElevation * cosTilt) + (cosElevation * sinTilt * Math.Cos((sun.AzimuthDeg - azimuthDeg) * radians));
        return (BeamNormalWPerM2 * Math.Max(0, incidence)) + (DiffuseHorizontalWPerM2 * (1 + cosTilt) / 2);
    }
}

/// <summary>Where the sun stands for an observer.</summary>
/// <param name="ElevationDeg">Angle above the horizon in °, without refraction; negative at night.</param>
/// <param name="AzimuthDeg">Direction in ° clockwise from north, 0 … 360.</param>
public readonly record struct SunPosition(double ElevationDeg, double AzimuthDeg)
{
    /// <summary>Angle from the vertical in °.</summary>
    public double ZenithDeg => 90 - ElevationDeg;

    /// <summary>
    /// The sun's position to about 0.01° between 1950 and 2050: the low-precision formulas of the Astronomical Almanac as
    /// Michalsky gives them (Solar Energy 40, 1988, p. 227).
    /// </summary>
    /// <param name="latitudeDeg">North positive, −90 … 90.</param>
    /// <param name="longitudeDeg">East positive, −180 … 180.</param>
    /// <param name="time">The instant.</param>
    /// <returns>The position.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A coordinate is outside its range.</exception>
    public static SunPosition At(double latitudeDeg, double longitudeDeg, DateTimeOffset time)
    {
        Require.Within(latitudeDeg, -90, 90, "sun position");
        Require.Within(longitudeDeg, -180, 180, "sun position");
        var daysSince2000 = (time - new DateTimeOffset(2000, 1, 1, 12, 0, 0, TimeSpan.Zero)).TotalDays;
        var (rightAscension, declination) = Equatorial(daysSince2000);

        var greenwichHours = 6.697375 + (0.0657098242 * daysSince2000) + time.UtcDateTime.TimeOfDay.TotalHours;
        var hourAngle = Radians((greenwichHours * 15) + longitudeDeg) - rightAscension;
        var (sinLatitude, cosLatitude) = Math.SinCos(Radians(latitudeDeg));
        var (sinDeclination, cosDeclination) = Math.SinCos(declination);
        var (sinHour, cosHour) = Math.SinCos(hourAngle);

        var up = (sinLatitude * sinDeclination) + (cosLatitude * cosDeclination * cosHour);
        var north = (cosLatitude * sinDeclination) - (sinLatitude * cosDeclination * cosHour);
        var east = -cosDeclination * sinHour;
        var azimuth = Degrees(Math.Atan2(east, north));
        return new(Degrees(Math.Asin(Math.Clamp(up, -1, 1))), azimuth < 0 ? azimuth + 360 : azimuth);
    }

    private static (double RightAscension, double Declination) Equatorial(double daysSince2000)
    {
        var meanLongitude = Radians((280.460 + (0.9856474 * daysSince2000)) % 360);
        var anomaly = Radians((357.528 + (0.9856003 * daysSince2000)) % 360);
        var eclipticLongitude = meanLongitude + Radians((1.915 * Math.Sin(anomaly)) + (0.020 * Math.Sin(2 * anomaly)));
        var obliquity = Radians(23.439 - (0.0000004 * daysSince2000));
        var (sinLongitude, cosLongitude) = Math.SinCos(eclipticLongitude);
        return (
            Math.Atan2(Math.Cos(obliquity) * sinLongitude, cosLongitude),
            Math.Asin(Math.Sin(obliquity) * sinLongitude));
    }

    private static double Radians(double degrees) => degrees * (Math.PI / 180);

    private static double Degrees(double radians) => radians * (180 / Math.PI);
}
