using Twins.Points;
using Twins.Simulator;

namespace Twins.Tests.Simulator.Models;

public sealed class DirectCurrentSitesTests
{
    [Fact]
    public void DataCentre_ADay_DcBusBalancesAndFrontEndCoversTheRest()
    {
        var site = new PlantFixture("stuttgart-dc", new SimulatorOptions { Step = TimeSpan.FromSeconds(10) });
        for (var minute = 0; minute < 24 * 60; minute += 30)
        {
            site.Advance(TimeSpan.FromMinutes(30));

            Assert.Equal(0, BusSum(site), 1e-3);
            Assert.InRange(site.Number("aic", "voltage"), 370, 390);
            Assert.True(site.Number("aic", "acActivePower") < -site.Number("aic", "activePower"));
        }
    }

    [Fact]
    public void DataCentre_StorageSetpoint_IsFollowedAndRelievesTheGrid()
    {
        var site = new PlantFixture("stuttgart-dc");
        site.Advance(TimeSpan.FromSeconds(1));
        var before = site.Number("aic", "activePower");

        site.Set("ess-1", "powerSetpoint", 15_000);
        site.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(15_000, site.Number("ess-1", "activePower"), 1e-6);
        Assert.InRange(site.Number("aic", "activePower"), before - 16_000, before - 14_000);
    }

    [Fact]
    public void DataCentre_FrontEndDispatched_DeliversItAndTheStorageHoldsTheBus()
    {
        var site = new PlantFixture("stuttgart-dc");
        site.Set("aic", "powerSetpoint", 40_000);
        site.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(40_000, site.Number("aic", "activePower"), 1e-3);
        Assert.Equal(0, BusSum(site), 1e-3);
        Assert.True(site.Number("ess-1", "activePower") < 0);
        Assert.True(site.Number("ess-1", "voltage") > 380);
    }

    [Fact]
    public void DataCentre_StorageFullWhileFrontEndPushes_FrontEndCatchesTheBus()
    {
        var site = new PlantFixture("stuttgart-dc", new SimulatorOptions { InitialStateOfCharge = 0.95 });
        site.Set("aic", "powerSetpoint", 100_000);
        site.Advance(TimeSpan.FromSeconds(1));

        Assert.InRange(site.Number("aic", "voltage"), 370, 460);
        Assert.Equal(0, BusSum(site), 1e-3);
        Assert.True(site.Number("aic", "activePower") < 60_000);
    }

    [Fact]
    public void DataCentre_OutletSwitchedOff_DrawsNothing()
    {
        var site = new PlantFixture("stuttgart-dc");
        site.Set("pdu-1", "outlets.3.switchCommand", PointValue.FromFlag(false));
        site.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(0, site.Number("pdu-1", "outlets.3.power"));
        Assert.True(site.Number("pdu-1", "outlets.4.power") < -500);
        var sum = Enumerable.Range(1, 12).Sum(outlet => site.Number("pdu-1", $"outlets.{outlet}.power"));
        Assert.Equal(site.Number("pdu-1", "activePower"), sum, 1e-6);
    }

    [Fact]
    public void DataCentre_FanSlower_DrawsLessAndTheRoomWarms()
    {
        var site = new PlantFixture("stuttgart-dc");
        site.Advance(TimeSpan.FromMinutes(20));
        var warm = site.Number("pdu-1", "temperature");
        var fanW = site.Number("fan-1", "activePower");

        site.Set("fan-1", "speedSetpoint", 20);
        site.Advance(TimeSpan.FromMinutes(20));

        Assert.Equal(20, site.Number("fan-1", "speed"), 1e-6);
        Assert.True(site.Number("fan-1", "activePower") > fanW);
        Assert.True(site.Number("pdu-1", "temperature") > warm + 5);
    }

    [Fact]
    public void Building_PowerMode_InterlinkFollowsItsSetpoint()
    {
        var site = new PlantFixture("building");
        site.Set("interlink-1", "powerSetpoint", -12_000);
        site.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(-12_000, site.Number("interlink-1", "activePower"), 1e-3);
        Assert.InRange(site.Number("interlink-1", "acActivePower"), 11_000, 12_000);
        Assert.Equal(site.Code("interlink-1", "powerFlowDirection", "dcToAc"), site.Value("interlink-1", "powerFlowDirection").EnumCode);
    }

    [Fact]
    public void Building_DroopMode_FollowsTheDroopLine()
    {
        var site = new PlantFixture("building");
        site.Set("interlink-1", "modeCommand", PointValue.FromEnum(site.Code("interlink-1", "modeCommand", "droop")));
        site.Set("interlink-1", "dcReferenceVoltageSetpoint", 710);
        site.Set("interlink-1", "droopResistanceSetpoint", 0.4);
        site.Advance(TimeSpan.FromSeconds(1));

        // V = V0 − r·I with I positive into the DC bus.
        var currentA = site.Number("interlink-1", "dcCurrent");
        Assert.Equal(710 - (0.4 * currentA), site.Number("interlink-1", "dcVoltage"), 1e-6);
        Assert.Equal(710, site.Number("interlink-1", "dcReferenceVoltage"));
    }

    [Fact]
    public void Building_Off_PassesNothing()
    {
        var site = new PlantFixture("building");
        site.Set("interlink-1", "modeCommand", PointValue.FromEnum(site.Code("interlink-1", "modeCommand", "off")));
        site.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(0, site.Number("interlink-1", "activePower"));
        Assert.Equal(0, site.Number("interlink-1", "acActivePower"));
    }

    [Theory]
    [InlineData("industrial")]
    [InlineData("stuttgart-dc")]
    [InlineData("building")]
    public void AdvanceTo_AWeekInLongSteps_KeepsEveryNumberWithinItsRange(string key)
    {
        var site = new PlantFixture(key, new SimulatorOptions { Step = TimeSpan.FromMinutes(1) });
        for (var hour = 0; hour < 7 * 24; hour++)
        {
            site.Advance(TimeSpan.FromHours(1));
            foreach (var model in site.Plant.Devices)
            {
                for (var ordinal = 0; ordinal < model.Values.Points.Count; ordinal++)
                {
                    var point = model.Values.Points[ordinal];
                    if (model.Values[ordinal].Type == PointValueType.Number && point.Range is { } range)
                    {
                        Assert.True(range.Contains(model.Values[ordinal].Number), $"{model.Definition.Key} {point.Key} = {model.Values[ordinal].Number}");
                    }
                }
            }
        }
    }

    private static double BusSum(PlantFixture site) =>
        site.Number("aic", "activePower") + site.Number("ess-1", "activePower") + site.Number("pdu-1", "activePower") + site.Number("fan-1", "activePower");
}
