using Twins.Points;
using Twins.Simulator;

namespace Twins.Tests.Simulator.Models;

public sealed class IndustrialSiteTests
{
    private readonly PlantFixture _site = new("industrial", new SimulatorOptions { Step = TimeSpan.FromSeconds(1) });

    [Fact]
    public void AdvanceTo_ADay_MeterReadsTheSumOfTheDevices()
    {
        for (var minute = 0; minute < 24 * 60; minute += 30)
        {
            _site.Advance(TimeSpan.FromMinutes(30));
            var devices = Power("bess-1") + Power("press") + Power("oven") + Power("compressor");

            Assert.Equal(-devices, Power("grid-meter"), 1e-6);
            Assert.Equal(Power("press") + Power("oven") + Power("compressor"), Power("hall-meter"), 1e-6);
            Assert.True(Power("press") < 0);
        }
    }

    [Fact]
    public void Set_BatteryPower_MovesBatteryMeterAndStateOfCharge()
    {
        _site.Advance(TimeSpan.FromSeconds(1));
        var importBefore = Power("grid-meter");
        var chargeBefore = _site.Number("bess-1", "stateOfCharge");

        _site.Set("bess-1", "powerSetpoint", -80_000);
        _site.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(-80_000, Power("bess-1"), 1e-6);
        Assert.InRange(Power("grid-meter"), importBefore + 60_000, importBefore + 100_000);
        _site.Advance(TimeSpan.FromMinutes(5));
        Assert.True(_site.Number("bess-1", "stateOfCharge") > chargeBefore + 2);
        Assert.Equal(_site.Code("bess-1", "mode", "charging"), _site.Value("bess-1", "mode").EnumCode);
    }

    [Fact]
    public void Set_BeyondTheRating_IsCutToIt()
    {
        _site.Set("bess-1", "powerSetpoint", 500_000);

        Assert.Equal(100_000, _site.Number("bess-1", "powerSetpoint"));
    }

    [Fact]
    public void Watchdog_NoFurtherWrite_FallsBackToTheSafeValue()
    {
        _site.Set("bess-1", "powerSetpoint", 50_000);
        _site.Advance(TimeSpan.FromSeconds(599));
        Assert.Equal(50_000, _site.Number("bess-1", "powerSetpoint"));

        _site.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(0, _site.Number("bess-1", "powerSetpoint"));
        Assert.Equal(0, Power("bess-1"), 1e-6);
    }

    [Fact]
    public void Set_LoadSwitchedOff_DrawsNothingAndTheMeterFalls()
    {
        _site.Advance(TimeSpan.FromSeconds(1));
        var before = Power("grid-meter");
        var press = Power("press");

        _site.Set("press", "switchCommand", PointValue.FromFlag(false));
        _site.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(0, Power("press"));
        Assert.False(_site.Value("press", "switchState").Flag);
        Assert.InRange(Power("grid-meter"), before + press - 10_000, before + press + 10_000);
    }

    [Fact]
    public void Set_Disconnected_BatteryGivesNothing()
    {
        _site.Set("bess-1", "powerSetpoint", 50_000);
        _site.Set("bess-1", "connectionCommand", PointValue.FromEnum(_site.Code("bess-1", "connectionCommand", "disconnect")));
        _site.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(0, Power("bess-1"), 1e-6);
        Assert.Equal(_site.Code("bess-1", "operatingState", "disconnected"), _site.Value("bess-1", "operatingState").EnumCode);
    }

    [Fact]
    public void Set_EnumWithoutSuchAMember_IsRefused() =>
        Assert.False(_site.CanSet("bess-1", "connectionCommand", PointValue.FromEnum(77)));

    [Fact]
    public void AdvanceTo_SameSeed_GivesTheSameValues()
    {
        var other = new PlantFixture("industrial", new SimulatorOptions { Step = TimeSpan.FromSeconds(1) });
        _site.Advance(TimeSpan.FromMinutes(3));
        other.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal(Power("grid-meter"), other.Number("grid-meter", "activePower"));
    }

    [Fact]
    public void AdvanceTo_OtherSeed_GivesOtherValues()
    {
        var other = new PlantFixture("industrial", new SimulatorOptions { Seed = 2, Step = TimeSpan.FromSeconds(1) });
        _site.Advance(TimeSpan.FromMinutes(3));
        other.Advance(TimeSpan.FromMinutes(3));

        Assert.NotEqual(Power("grid-meter"), other.Number("grid-meter", "activePower"));
    }

    [Fact]
    public void AdvanceTo_AJumpOfADay_LengthensTheSteps()
    {
        _site.Set("bess-1", "powerSetpoint", -20_000);
        _site.Advance(TimeSpan.FromDays(1));

        Assert.Equal(PlantFixture.Monday.AddDays(1), _site.Plant.Now);
    }

    private double Power(string device) => _site.Number(device, "activePower");
}
