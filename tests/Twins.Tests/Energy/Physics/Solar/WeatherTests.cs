using Twins.Energy.Physics.Solar;

namespace Twins.Tests.Energy.Physics.Solar;

public sealed class WeatherTests
{
    private static readonly WeatherParameters Stuttgart = new WeatherParameters { Seed = 1, LatitudeDeg = 48.78, LongitudeDeg = 9.18 }.Validated();
    private static readonly DateTimeOffset Midsummer = new(2026, 6, 21, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void ClearSky_SunOverhead_IsAKilowattPerSquareMetre()
    {
        var light = Irradiance.ClearSky(new SunPosition(90, 180));

        Assert.InRange(light.OnPlane(new SunPosition(90, 180), 0, 180), 950, 1100);
    }

    [Fact]
    public void At_Night_IsDark()
    {
        var night = Weather.At(Stuttgart, Midsummer.AddHours(0));

        Assert.Equal(default, night.Irradiance);
    }

    [Fact]
    public void At_ManyDays_KeepsClearSkyIndexInRangeAndVaries()
    {
        var indices = Enumerable.Range(0, 24 * 60 * 5).Select(minute => Weather.At(Stuttgart, Midsummer.AddMinutes(minute)).ClearSkyIndex).ToList();

        Assert.All(indices, index => Assert.InRange(index, Stuttgart.OvercastIndex - 1e-12, 1));
        Assert.True(indices.Max() - indices.Min() > 0.4);
    }

    [Fact]
    public void At_NeverCloudyAndAlwaysOvercast_AreTheEnds()
    {
        var clear = Stuttgart with { Cloudiness = 0, OvercastIndex = 0.2 };
        var overcast = Stuttgart with { Cloudiness = 1, OvercastIndex = 0.2 };
        for (var hour = 0; hour < 240; hour++)
        {
            var time = Midsummer.AddHours(hour);
            Assert.True(Weather.At(clear, time).ClearSkyIndex >= Weather.At(overcast, time).ClearSkyIndex);
        }
    }

    [Fact]
    public void At_JanuaryAndJuly_IsColdAndWarm()
    {
        Assert.InRange(TenDayMeanC(new(2026, 1, 10, 0, 0, 0, TimeSpan.Zero)), -2, 8);
        Assert.InRange(TenDayMeanC(new(2026, 7, 10, 0, 0, 0, TimeSpan.Zero)), 16, 26);
    }

    private static double TenDayMeanC(DateTimeOffset start) =>
        Enumerable.Range(0, 240).Average(hour => Weather.At(Stuttgart, start.AddHours(hour)).AmbientTemperatureC);
}
