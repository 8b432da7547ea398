using Twins.Energy.Physics;

namespace Twins.Tests.Energy.Physics;

public sealed class PhotovoltaicTests
{
    private static readonly PhotovoltaicParameters Roof = new PhotovoltaicParameters { Element = "pv-1", PeakPowerW = 50_000 }.Validated();
    private static readonly TimeSpan Step = TimeSpan.FromHours(10);

    [Fact]
    public void Step_StandardConditionsWithoutLosses_GivesThePeakPower()
    {
        var cold = Roof with { SystemLoss = 0, NominalOperatingCellTemperatureC = 20 };

        var (_, output) = Photovoltaic.Step(cold, new(25), new(1000, 25), Step);

        Assert.Equal(50_000, output.PowerW, 1e-6);
        Assert.Equal(50_000 / 600.0, output.CurrentA, 1e-9);
    }

    [Fact]
    public void Step_HotCells_GivesLessPowerAndVoltage()
    {
        // 1000 W/m² at 30 °C: 30 + 1000·25/800 = 61.25 °C, 36.25 K above standard.
        var (state, output) = Photovoltaic.Step(Roof, new(25), new(1000, 30), Step);

        Assert.Equal(61.25, state.CellTemperatureC, 1e-6);
        Assert.Equal(50_000 * 0.92 * (1 - (0.0035 * 36.25)), output.PowerW, 1e-3);
        Assert.Equal(600 * (1 - (0.0029 * 36.25)), output.VoltageV, 1e-6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(400)]
    [InlineData(1200)]
    public void Step_AnyLight_ConservesEnergy(double irradiance)
    {
        var (_, output) = Photovoltaic.Step(Roof, new(10), new(irradiance, 10, 20_000), TimeSpan.FromSeconds(1));

        Assert.Equal(irradiance * Roof.AreaM2, output.PowerW + output.HeatW, 1e-6);
        Assert.InRange(output.PowerW, 0, 20_000);
        Assert.Equal(output.PowerW, output.VoltageV * output.CurrentA, 1e-6);
        Assert.True(output.AvailablePowerW >= output.PowerW);
    }

    [Fact]
    public void Step_Curtailed_GivesTheLimitAndKnowsWhatWasPossible()
    {
        var (_, output) = Photovoltaic.Step(Roof, new(25), new(1000, 25, 10_000), Step);

        Assert.Equal(10_000, output.PowerW);
        Assert.True(output.AvailablePowerW > 35_000);
    }

    [Fact]
    public void Step_NegativeIrradiance_NamesElementAndValue()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Photovoltaic.Step(Roof, new(25), new(-1, 25), Step));

        Assert.Contains("pv-1: input.IrradianceWPerM2 must lie within 0 … 2000, but it is -1.", error.Message, StringComparison.Ordinal);
    }
}

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
