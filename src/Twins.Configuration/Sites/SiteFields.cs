using System.Collections.Immutable;
using Twins.Configuration.Fields;
using Twins.Configuration.Yaml;
using Twins.Points;
using Twins.Sites;
using Twins.Text;
using Twins.Types;
using Twins.Units;

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

/// <summary>The fields of a connection: its key, and the section of its protocol.</summary>
internal sealed class ConnectionFields
{
    private static readonly Field<string> Key = Field.Required("key", KeyReader.KebabCase, "Key within the site.");

    private readonly IReadOnlyList<IProtocol> _protocols;

    public ConnectionFields(IReadOnlyList<IProtocol> protocols)
    {
        _protocols = protocols;
        Reader = new("a connection", [Key, .. protocols.Select(protocol => protocol.ConnectionSection)], Build);
    }

    /// <summary>Reads a connection.</summary>
    public MappingReader<ConnectionDescription> Reader { get; }

    private ConnectionDescription? Build(MappingValues values, ReadingContext context)
    {
        var errors = context.ErrorCount;
        _protocols.CheckOne(values, protocol => protocol.ConnectionSection, "a connection", context);
        var settings = _protocols.Select(protocol => values.Find(protocol.ConnectionSection)).OfType<IConnectionSettings>().FirstOrDefault();
        return context.ErrorCount == errors && settings is not null ? new ConnectionDescription(values.Get(Key), settings) : null;
    }
}

/// <summary>The fields of a site's device.</summary>
internal sealed class DeviceEntryFields
{
    /// <summary>Parts that a group may have: more is a slip of the pen.</summary>
    public const int MaxParts = 10_000;

    private static readonly Field<string> Key = Field.Required("key", KeyReader.KebabCase, "Key within the site; the device is site/key everywhere.");

    private static readonly Field<string?> Title = Field.Optional("title", new WordsReader(100), null!, "Name for people.", "the key")!;

    private static readonly Field<string> Device = Field.Required("device", KeyReader.KebabCase, "Key of the device description.");

    private static readonly Field<string> Connection = Field.Required("connection", KeyReader.KebabCase, "Key of the connection.");

    private static readonly Field<ImmutableDictionary<string, int>> Counts = Field.Optional(
        "counts", new TableReader<string, int>("a mapping of groups to numbers of parts", KeyReader.CamelCase, new IntegerReader(0, MaxParts)),
        ImmutableDictionary<string, int>.Empty, "How many parts each repeated group has; every group that the description reaches needs one.");

    private static readonly Field<ImmutableDictionary<string, ScalarNode>> Ratings = Field.Optional(
        "ratings", new TableReader<string, ScalarNode>("a mapping of ratings to amounts", KeyReader.CamelCase, new AmountTextReader()),
        ImmutableDictionary<string, ScalarNode>.Empty, "Ratings of this device, each a magnitude with its unit, such as 100 kW.");

    private static readonly Field<ImmutableDictionary<string, string>> Buses = Field.Optional(
        "buses", new TableReader<string, string>("a mapping of terminals to buses", KeyReader.CamelCase, KeyReader.KebabCase),
        ImmutableDictionary<string, string>.Empty, "Bus of the network at each terminal.");

    private static readonly Field<DeviceRole> Role = Field.Optional(
        "role", new MemberReader<DeviceRole>(), DeviceRole.Part,
        "part counts with its own power; gridConnection measures the exchange with the grid; subMeter measures what others count already.", "part");

    private readonly IReadOnlyList<IProtocol> _protocols;

    public DeviceEntryFields(IReadOnlyList<IProtocol> protocols)
    {
        _protocols = protocols;
        Reader = new(
            "a device", [Key, Title, Device, Connection, .. protocols.SelectMany(protocol => protocol.AddressFields), Counts, Ratings, Buses, Role], Build);
    }

    /// <summary>Reads a device entry.</summary>
    public MappingReader<DeviceEntry> Reader { get; }

    private DeviceEntry? Build(MappingValues values, ReadingContext context)
    {
        var errors = context.ErrorCount;
        var type = FindType(values, context);
        var ratings = type is null ? ImmutableDictionary<string, double>.Empty : ReadRatings(values, type, context);
        return context.ErrorCount > errors
            ? null
            : new DeviceEntry
            {
                Key = values.Get(Key),
                Title = values.Get(Title) ?? values.Get(Key),
                Device = values.Get(Device),
                Connection = values.Get(Connection),
                Address = FindProtocol(values, context)?.ReadAddress(values, values.Get(Key)),
                Counts = values.Get(Counts),
                Ratings = ratings,
                Buses = values.Get(Buses),
                Role = values.Get(Role),
            };
    }

    // The protocol of the description; of a description that is broken, the one whose fields are written.
    private IProtocol? FindProtocol(MappingValues values, ReadingContext context) =>
        context.Known.Devices.GetValueOrDefault(values.Get(Device)) is { } device
            ? _protocols.Find(device.Protocol.Protocol)
            : _protocols.FirstOrDefault(protocol => protocol.AddressFields.Any(values.IsWritten));

    private static TwinType? FindType(MappingValues values, ReadingContext context)
    {
        var key = values.Get(Device);
        if (context.Known.Devices.TryGetValue(key, out var device))
        {
            return device is null ? null : context.Known.Types.GetValueOrDefault(device.Type);
        }

        context.Error(values.PlaceOf(Device), $"there is no device description '{key}'", Nearest.Propose(key, context.Known.Devices.Keys));
        return null;
    }

    private static ImmutableDictionary<string, double> ReadRatings(MappingValues values, TwinType type, ReadingContext context)
    {
        var ratings = ImmutableDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach (var (key, node) in values.Get(Ratings).OrderBy(pair => pair.Value.Place.Line).ThenBy(pair => pair.Value.Place.Column))
        {
            if (type.Ratings.FirstOrDefault(known => known.Key == key) is not { } rating)
            {
                context.Error(node.Place, $"the type '{type.Key}' has no rating '{key}'", Nearest.Propose(key, type.Ratings.Select(known => known.Key)));
            }
            else if (Amount.TryParse(node.Text, rating.Unit.Quantity, out var amount) is { } complaint)
            {
                context.Error(node.Place, complaint);
            }
            else if (amount.Canonical < 0)
            {
                context.Error(node.Place, $"the rating '{key}' is {amount}, less than 0", "write a magnitude; the name says the direction");
            }
            else
            {
                ratings[key] = amount.Canonical;
            }
        }

        return ratings.ToImmutable();
    }
}
