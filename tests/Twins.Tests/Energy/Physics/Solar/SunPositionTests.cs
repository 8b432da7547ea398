using Twins.Energy.Physics.Solar;

namespace Twins.Tests.Energy.Physics.Solar;

public sealed class SunPositionTests
{
    [Fact]
    public void At_ExampleOfNrelsSolarPositionAlgorithm_AgreesToATwentiethOfADegree()
    {
        // Reda and Andreas, NREL/TP-560-34302, table A5.1: topocentric zenith 50.11162° with 0.01637° of refraction, azimuth 194.34024°.
        var sun = SunPosition.At(39.742476, -105.1786, new DateTimeOffset(2003, 10, 17, 12, 30, 30, TimeSpan.FromHours(-7)));

        Assert.Equal(50.11162 + 0.01637, sun.ZenithDeg, 0.05);
        Assert.Equal(194.34024, sun.AzimuthDeg, 0.05);
    }

    [Theory]
    [InlineData(2026, 3, 20, 0)]
    [InlineData(2026, 6, 21, 23.44)]
    [InlineData(2026, 12, 21, -23.44)]
    public void At_SeasonsNoonOnTheEquator_StandsAtTheDeclination(int year, int month, int day, double declinationDeg)
    {
        var highest = Enumerable.Range(0, 24 * 60)
            .Select(minute => SunPosition.At(0, 0, new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.Zero).AddMinutes(minute)))
            .MaxBy(sun => sun.ElevationDeg);

        Assert.Equal(90 - Math.Abs(declinationDeg), highest.ElevationDeg, 0.3);
    }

    [Fact]
    public void At_MorningAndEvening_StandsEastAndWest()
    {
        var day = new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

        Assert.InRange(SunPosition.At(48.8, 0, day.AddHours(6)).AzimuthDeg, 60, 100);
        Assert.InRange(SunPosition.At(48.8, 0, day.AddHours(18)).AzimuthDeg, 260, 300);
    }

    [Fact]
    public void At_LatitudeOutOfRange_NamesIt()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => SunPosition.At(91, 0, DateTimeOffset.UnixEpoch));

        Assert.Contains("latitudeDeg must lie within -90 … 90, but it is 91.", error.Message, StringComparison.Ordinal);
    }
}
