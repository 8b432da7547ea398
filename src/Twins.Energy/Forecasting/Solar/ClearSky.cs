using Twins.Energy.Forecasting.Series;
using Twins.Energy.Physics;
using Twins.Energy.Physics.Solar;

namespace Twins.Energy.Forecasting.Solar;

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
