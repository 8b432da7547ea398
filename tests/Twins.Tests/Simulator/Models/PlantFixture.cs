using Twins.Points;
using Twins.Simulator;
using Twins.Sites;
using Twins.Simulator.Models;

namespace Twins.Tests.Simulator.Models;

/// <summary>A plant that a test turns by hand.</summary>
internal sealed class PlantFixture(SiteConfiguration site, SimulatorOptions? options = null)
{
    public static readonly DateTimeOffset Monday = new(2026, 6, 1, 8, 0, 0, TimeSpan.Zero);

    public PlantFixture(string site, SimulatorOptions? options = null)
        : this(DescribedSites.Site(site), options)
    {
    }

    public SitePlant Plant { get; } = new(site, options ?? new SimulatorOptions(), Monday);

    public void Advance(TimeSpan time) => Plant.AdvanceTo(Plant.Now + time);

    public double Number(string device, string point) => Value(device, point).Number;

    public PointValue Value(string device, string point) => Model(device).Values[Ordinal(device, point)];

    public void Set(string device, string point, PointValue value)
    {
        Assert.True(CanSet(device, point, value), $"{device} cannot follow {value} as {point}");
        Model(device).Setpoints.Accept(Ordinal(device, point), value, Plant.Now);
    }

    public void Set(string device, string point, double value) => Set(device, point, PointValue.FromNumber(value));

    public bool CanSet(string device, string point, PointValue value) => Model(device).Setpoints.CanAccept(Ordinal(device, point), value);

    public int Code(string device, string point, string member) =>
        Model(device).Values.Points[Ordinal(device, point)].Members.Single(candidate => candidate.Key == member).Code;

    private int Ordinal(string device, string point)
    {
        Assert.True(Model(device).Values.Points.TryGetOrdinal(point, out var ordinal), $"{device} has no point {point}");
        return ordinal;
    }

    private DeviceModel Model(string device) => Plant.Devices.Single(model => model.Definition.Key.Device == device);
}
