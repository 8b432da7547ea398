using System.Collections.Immutable;
using Twins.Simulator;
using Twins.Sites;

namespace Twins.Tests.Simulator.Models;

/// <summary>Micro-solar converters on the building's DC bus, beside the interlink converter.</summary>
public sealed class MicroConverterTests
{
    private static readonly TimeSpan ToNoon = TimeSpan.FromHours(3);

    [Fact]
    public void Noon_CurrentVoltagePowerAndEfficiency_AgreeWithEachOther()
    {
        var site = new PlantFixture(WithConverters(2), new SimulatorOptions { Step = TimeSpan.FromSeconds(10) });
        site.Advance(ToNoon);

        var powerW = site.Number("roof-1", "activePower");
        Assert.InRange(powerW, 20, 720);
        Assert.InRange(site.Number("roof-1", "voltage"), 650, 750);
        Assert.Equal(powerW, site.Number("roof-1", "voltage") * site.Number("roof-1", "current"), 1e-6);
        Assert.InRange(site.Number("roof-1", "efficiency"), 80, 98);
    }

    [Fact]
    public void Night_DeliversNothingAndTheBusStaysAlive()
    {
        var site = new PlantFixture(WithConverters(1), new SimulatorOptions { Step = TimeSpan.FromSeconds(10) });
        site.Advance(TimeSpan.FromHours(15));

        Assert.Equal((0.0, 0.0, 0.0), (site.Number("roof-1", "activePower"), site.Number("roof-1", "current"), site.Number("roof-1", "efficiency")));
        Assert.InRange(site.Number("roof-1", "voltage"), 650, 750);
    }

    [Fact]
    public void InterlinkInPowerMode_StillFollowsItsSetpoint()
    {
        var site = new PlantFixture(WithConverters(2));
        site.Set("interlink-1", "powerSetpoint", -12_000);
        site.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(-12_000, site.Number("interlink-1", "activePower"), 1e-3);
    }

    private static SiteConfiguration WithConverters(int count)
    {
        var building = DescribedSites.Site("building");
        var converters = Enumerable.Range(1, count).Select(number => DescribedProducts.Of(
            "micro-converter",
            new DeviceKey("building", $"roof-{number}"),
            buses: ImmutableDictionary<string, string>.Empty.Add("bus", "lvdc"),
            ratings: ImmutableDictionary<string, double>.Empty.Add("peakPower", 800)));
        ImmutableArray<TwinDefinition> devices = [.. building.Devices.Where(device => device.Type.Key == "interlink-converter"), .. converters];
        return new SiteConfiguration(building.Description with { Devices = [.. devices.Select(device => device.Entry)] }, devices);
    }
}
