using System.Collections.Immutable;
using Twins.Configuration.Fields;
using Twins.Points;
using Twins.Units;
using Twins.Sites;

namespace Twins.Configuration.Sites;

/// <summary>The fields of a site file.</summary>
internal sealed class SiteFields
{
    private static readonly Field<double> Latitude = Field.Required("latitude", new NumberReader(-90, 90), "Latitude in degrees, WGS 84, north positive.");

    private static readonly Field<double> Longitude = Field.Required("longitude", new NumberReader(-180, 180), "Longitude in degrees, WGS 84, east positive.");

    private static readonly MappingReader<PositionValue> PositionReader = new(
        "a position", [Latitude, Longitude], static (values, _) => new PositionValue(values.Get(Latitude), values.Get(Longitude)));

    private static readonly Field<double?> GridImport = Field.Optional(
        "gridImport", new AmountReader(QuantityCatalog.Power, 0), null, "Greatest power imported from the grid.");

    private static readonly Field<double?> GridExport = Field.Optional(
        "gridExport", new AmountReader(QuantityCatalog.Power, 0), null, "Greatest power exported to the grid.");

    private static readonly MappingReader<SiteLimits> LimitsReader = new(
        "a set of limits", [GridImport, GridExport], static (values, _) => new SiteLimits(values.Get(GridImport), values.Get(GridExport)));

    private static readonly Field<string> Key = Field.Required("site", KeyReader.KebabCase, "Key of the site; the file is named after it.");

    private static readonly Field<string> Title = Field.Required("title", new WordsReader(100), "Name for people.");

    private static readonly Field<string> TimeZone = Field.Optional("timeZone", new WordsReader(64), "Etc/UTC", "IANA time zone.", "Etc/UTC");

    private static readonly Field<PositionValue?> Position = Field.Optional("position", PositionReader, null!, "Where the site is.")!;

    private static readonly Field<NetworkDescription?> Network = Field.Optional("network", NetworkFields.Reader, null!, "The electrical network.")!;

    private static readonly Field<BrokerDescription> Broker = Field.Optional<BrokerDescription>(
        "broker", BrokerFields.Reader, null!, "The MQTT broker that the site's own gateway runs.", "none");

    private static readonly Field<SiteLimits> Limits = Field.Optional("limits", LimitsReader, new SiteLimits(null, null), "What the site must not exceed.");

    private readonly Field<ImmutableArray<ConnectionDescription>> _connections;

    private readonly Field<ImmutableArray<DeviceEntry>> _devices;

    public SiteFields(IReadOnlyList<IProtocol> protocols)
    {
        _connections = Field.Required(
            "connections", new ListReader<ConnectionDescription>(new ConnectionFields(protocols).Reader), "Ways to reach devices.");
        _devices = Field.Required("devices", new ListReader<DeviceEntry>(new DeviceEntryFields(protocols).Reader), "The devices.");
        Reader = new(
            "a site", [Key, Title, TimeZone, Position, _connections, Broker, _devices, Network, Limits], (values, _) => Build(values), isRoot: true);
    }

    /// <summary>Reads a site file.</summary>
    public MappingReader<SiteDescription> Reader { get; }

    private SiteDescription Build(MappingValues values) => new()
    {
        Key = values.Get(Key),
        Title = values.Get(Title),
        TimeZone = values.Get(TimeZone),
        Position = values.Get(Position),
        Connections = values.Get(_connections),
        Broker = values.Get(Broker),
        Devices = values.Get(_devices),
        Network = values.Get(Network),
        Limits = values.Get(Limits),
    };
}
