namespace Twins.Energy.Physics.Solar;

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
