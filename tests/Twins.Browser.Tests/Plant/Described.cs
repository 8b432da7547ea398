using Twins.Adapters;
using Twins.Configuration;
using Twins.Points;
using Twins.Sites;
using Twins.OperatorConsole.Devices;

namespace Twins.OperatorConsole.Tests.Plant;

/// <summary>The demonstration sites' descriptions, for tests that need no plant.</summary>
public static class Described
{
    public static SiteCatalog Catalog { get; } = SiteConfigurationLoader.Load(Path.Combine(AppContext.BaseDirectory, "silo-config"), FieldProtocols.All).GetCatalog();

    public static TwinDefinition Device(string key) => Catalog.FindDevice(DeviceKey.Parse(key))!;

    public static PointDefinition Point(string device, string point) => Device(device).Points[Ordinal(device, point)];

    public static PointView View(string device, string point) => PointView.Of(Device(device), Ordinal(device, point));

    public static int Ordinal(string device, string point) => Device(device).Points.TryGetOrdinal(point, out var ordinal)
        ? ordinal
        : throw new ArgumentException($"{device} has no point '{point}'.", nameof(point));
}
