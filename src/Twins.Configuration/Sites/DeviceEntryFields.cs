using System.Collections.Immutable;
using Twins.Configuration.Fields;
using Twins.Configuration.Yaml;
using Twins.Units;
using Twins.Sites;
using Twins.Text;
using Twins.Types;

namespace Twins.Configuration.Sites;

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
