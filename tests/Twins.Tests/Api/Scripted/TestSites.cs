using Twins.Adapters.Modbus;
using System.Collections.Immutable;
using Twins.Devices;
using Twins.Points;
using Twins.Units;
using Twins.Sites;
using Twins.Types;

namespace Twins.Tests.Api.Scripted;

/// <summary>A described site with one device that has a point of every shape the API carries.</summary>
internal static class TestSites
{
    public const string Site = "harbour";
    public const string Device = "bess-1";
    public const string DeviceKey = Site + "/" + Device;

    private static readonly ImmutableArray<PointDefinition> Points =
    [
        Number("activePower", PointKind.Measurement, QuantityCatalog.Power),
        Number("temperature", PointKind.Measurement, QuantityCatalog.Temperature),
        Other("mode", PointKind.State, PointValueType.Enum) with { Members = [new(0, "standby", false), new(7, "groundFault", true)] },
        Number("powerSetpoint", PointKind.Setpoint, QuantityCatalog.Power) with
        {
            Setpoint = new(SetpointHold.Leased, TimeSpan.FromMinutes(5), PointValue.FromNumber(0), "activePower", false),
        },
        Other("operatingMode", PointKind.Setpoint, PointValueType.Enum) with
        {
            Members = [new(0, "standby", false), new(3, "gridForming", false)], Setpoint = Latched,
        },
        Other("enabled", PointKind.Setpoint, PointValueType.Flag) with { Setpoint = Latched },
        Other("label", PointKind.Parameter, PointValueType.Text) with { Setpoint = Latched },
        Other("startAt", PointKind.Parameter, PointValueType.Time) with { Setpoint = Latched },
        Other("berth", PointKind.State, PointValueType.Position),
        Other("schedule", PointKind.Parameter, PointValueType.Schedule) with { Unit = QuantityCatalog.Power.Canonical, Setpoint = Latched },
        Other("ships", PointKind.State, PointValueType.Records) with
        {
            Fields = [new("name", PointValueType.Text, null), new("power", PointValueType.Number, QuantityCatalog.Power.Canonical)],
        },
    ];

    public static SiteCatalog Catalog { get; } = new([Describe()]);

    public static TwinDefinition Definition => Catalog.FindSite(Site)!.FindDevice(Device)!;

    public static PointDefinition Point(string key) => Definition.Points[Ordinal(key)];

    public static int Ordinal(string key) => Definition.Points.TryGetOrdinal(key, out var ordinal)
        ? ordinal
        : throw new ArgumentException($"The test device has no point '{key}'.", nameof(key));

    private static SetpointPolicy Latched => new(SetpointHold.Latched, null, PointValue.None, null, false);

    private static PointDefinition Number(string key, PointKind kind, Quantity quantity) =>
        Other(key, kind, PointValueType.Number) with { Unit = quantity.Canonical };

    private static PointDefinition Other(string key, PointKind kind, PointValueType type) =>
        new() { Key = key, About = key, Kind = kind, ValueType = type };

    private static SiteConfiguration Describe()
    {
        var entry = new DeviceEntry
        {
            Key = Device,
            Title = "Battery",
            Device = "test-bess",
            Connection = "storage",
            Ratings = ImmutableDictionary<string, double>.Empty.Add("maxChargePower", 100_000),
        };
        var site = new SiteDescription
        {
            Key = Site,
            Title = "Test harbour",
            TimeZone = "Europe/Lisbon",
            Position = new PositionValue(32.64, -16.91),
            Connections = [new("storage", new ModbusEndpoint("storage.example", 502, TimeSpan.FromSeconds(1), 1))],
            Devices = [entry],
            Limits = new SiteLimits(250_000, null),
        };
        var type = new TwinType { Key = "bess", Version = 1, Title = "Battery", Capabilities = ["storage"], Points = Points };
        var product = new DeviceDescription
        {
            Key = "test-bess",
            Type = "bess",
            Version = 1,
            Products = [],
            Source = new("None", null),
            Protocol = new ModbusDescription([], [], [], 0),
            Tested = new(false, false, false),
        };
        return new(site, [new TwinDefinition(new DeviceKey(Site, Device), type, product, entry, new PointTable(Points), "hash-1")]);
    }
}
