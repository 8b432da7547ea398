using System.Collections.Immutable;
using Twins.Configuration.Fields;
using Twins.Configuration.Yaml;
using Twins.Devices;
using Twins.Points;
using Twins.Text;
using Twins.Types;

namespace Twins.Configuration.Devices;

/// <summary>The fields of a device file.</summary>
internal sealed class DeviceFields
{
    private static readonly Field<string> Brand = Field.Required("brand", new WordsReader(100), "Maker.");

    private static readonly Field<string> Model = Field.Required("model", new WordsReader(200), "Model name.");

    private static readonly MappingReader<Product> ProductReader = new(
        "a product", [Brand, Model], static (values, _) => new Product(values.Get(Brand), values.Get(Model)));

    private static readonly Field<string> Document = Field.Required("document", new WordsReader(), "Title and revision of the map's document.");

    private static readonly Field<int?> Page = Field.Optional(
        "page", new MaybeReader<int>(new IntegerReader(1, 100_000)), null, "Page in the document.");

    private static readonly MappingReader<DescriptionSource> SourceReader = new(
        "a source", [Document, Page], static (values, _) => new DescriptionSource(values.Get(Document), values.Get(Page)));

    private static readonly Field<bool> Simulator = Field.Optional("simulator", new FlagReader(), false, "Served and read by our simulator.", "false");

    private static readonly Field<bool> Peer = Field.Optional(
        "independentPeer", new FlagReader(), false, "Read from software that others wrote.", "false");

    private static readonly Field<bool> Hardware = Field.Optional("hardware", new FlagReader(), false, "Read from the device itself.", "false");

    private static readonly MappingReader<TestedAgainst> TestedReader = new(
        "a quality line", [Simulator, Peer, Hardware],
        static (values, _) => new TestedAgainst(values.Get(Simulator), values.Get(Peer), values.Get(Hardware)));

    private static readonly Field<string> Key = Field.Required("device", KeyReader.KebabCase, "Key of the description; the file is named after it.");

    private static readonly Field<string> Type = Field.Required("type", KeyReader.KebabCase, "Key of the twin type it implements.");

    private static readonly Field<int> Version = Field.Required("version", new IntegerReader(1, int.MaxValue), "Version of the file; greater is later.");

    private static readonly Field<ImmutableArray<Product>> Products = Field.Required(
        "products", new ListReader<Product>(ProductReader), "Products that speak this way.");

    private static readonly Field<DescriptionSource> Source = Field.Required("source", SourceReader, "Where the map comes from.");

    private static readonly Field<TestedAgainst> Tested = Field.Required("tested", TestedReader, "Against what the description was tested.");

    private readonly IReadOnlyList<IProtocol> _protocols;

    public DeviceFields(IReadOnlyList<IProtocol> protocols)
    {
        _protocols = protocols;
        Reader = new(
            "a device", [Key, Type, Version, Products, Source, .. protocols.Select(protocol => protocol.DeviceSection), Tested], Build, isRoot: true);
    }

    /// <summary>Reads a device file.</summary>
    public MappingReader<DeviceDescription> Reader { get; }

    // A file whose section could not be read has errors and is not used; the rest of it is still checked.
    private DeviceDescription Build(MappingValues values, ReadingContext context)
    {
        _protocols.CheckOne(values, protocol => protocol.DeviceSection, "a device", context);
        return new DeviceDescription
        {
            Key = values.Get(Key),
            Type = values.Get(Type),
            Version = values.Get(Version),
            Products = values.Get(Products),
            Source = values.Get(Source),
            Protocol = _protocols.Select(protocol => values.Find(protocol.DeviceSection)).OfType<IProtocolDescription>().FirstOrDefault()!,
            Tested = values.Get(Tested),
        };
    }
}

/// <summary>What must hold between the parts of a device file, and between it and its type.</summary>
internal static class DeviceChecks
{
    /// <summary>Finds the type before the points are read; reports a type that no file describes.</summary>
    public static void FindType(MappingNode root, ReadingContext context)
    {
        if (root.Find("type") is not ScalarNode key)
        {
            return;
        }

        if (!context.Known.Types.TryGetValue(key.Text, out var type))
        {
            context.Error(key.Place, $"there is no type '{key.Text}'", Nearest.Propose(key.Text, context.Known.Types.Keys));
        }

        context.Type = type;
    }

    /// <summary>Reports everything that does not fit together.</summary>
    public static void Check(DeviceDescription device, IReadOnlyList<IProtocol> protocols, ReadingContext context)
    {
        // The section is null when it could not be read, whatever the type says.
        if (context.Type is { } type && device.Protocol is { } description && protocols.Find(description.Protocol) is { } protocol
            && protocol.CheckDevice(description, type, context))
        {
            CheckCapabilities(device, protocol, type, context);
        }
    }

    private static void CheckCapabilities(DeviceDescription device, IProtocol protocol, TwinType type, ReadingContext context)
    {
        var reached = device.ReachedPoints().Concat(context.BrokenKeys).Select(key => PointKeys.Split(key).Name).ToHashSet(StringComparer.Ordinal);
        foreach (var capability in Capability.All.Where(capability => type.Capabilities.Contains(capability.Key, StringComparer.Ordinal)))
        {
            foreach (var needs in capability.Needs.Where(needs => !needs.Any(reached.Contains)))
            {
                context.Error(
                    context.PlaceOf(device, protocol.Key),
                    $"the type's capability '{capability.Key}' needs '{string.Join("' or '", needs)}', which the map does not reach",
                    $"describe its {protocol.Places}, or implement another type");
            }
        }
    }
}
