using System.Collections.Immutable;
using Twins.Configuration.Fields;
using Twins.Units;
using Twins.Sites;

namespace Twins.Configuration.Sites;

/// <summary>The fields of a site's electrical network.</summary>
internal static class NetworkFields
{
    private static readonly Field<ImmutableArray<BusDescription>> Buses = Field.Required(
        "buses", new ListReader<BusDescription>(BusReader()), "Nodes of the network.");

    private static readonly Field<ImmutableArray<LineDescription>> Lines = Field.Optional(
        "lines", new ListReader<LineDescription>(LineReader()), [], "Lines and cables between buses of one kind.");

    private static readonly Field<ImmutableArray<ConverterDescription>> Converters = Field.Optional(
        "converters", new ListReader<ConverterDescription>(ConverterReader()), [], "Devices that join two buses.");

    /// <summary>Reads a network.</summary>
    public static readonly MappingReader<NetworkDescription> Reader = new(
        "a network", [Buses, Lines, Converters],
        static (values, _) => new NetworkDescription(values.Get(Buses), values.Get(Lines), values.Get(Converters)));

    private static MappingReader<BusDescription> BusReader()
    {
        var key = Field.Required("key", KeyReader.KebabCase, "Key within the site.");
        var kind = Field.Required("kind", new MemberReader<BusKind>(), "Alternating (ac) or direct (dc) current.");
        var voltage = Field.Required("nominalVoltage", new AmountReader(QuantityCatalog.Voltage, 0), "Nominal voltage; line to line for ac.");
        var grid = Field.Optional("grid", new FlagReader(), false, "Whether the public grid feeds it.", "false");
        return new("a bus", [key, kind, voltage, grid], (values, _) =>
            new BusDescription(values.Get(key), values.Get(kind), values.Get(voltage)!.Value, values.Get(grid)));
    }

    private static MappingReader<LineDescription> LineReader()
    {
        var key = Field.Required("key", KeyReader.KebabCase, "Key within the site.");
        var from = Field.Required("from", KeyReader.KebabCase, "Bus at one end.");
        var to = Field.Required("to", KeyReader.KebabCase, "Bus at the other end.");
        var resistance = Field.Required("resistance", new AmountReader(QuantityCatalog.Resistance, 0), "Resistance; of both conductors for dc.");
        var reactance = Field.Optional("reactance", new AmountReader(QuantityCatalog.Resistance), 0, "Reactance; none for dc.", "0 ohm");
        var current = Field.Optional("maxCurrent", new AmountReader(QuantityCatalog.Current, 0), null, "Thermal limit.");
        return new("a line", [key, from, to, resistance, reactance, current], (values, _) => new LineDescription(
            values.Get(key), values.Get(from), values.Get(to), values.Get(resistance)!.Value, values.Get(reactance)!.Value, values.Get(current)));
    }

    private static MappingReader<ConverterDescription> ConverterReader()
    {
        var device = Field.Required("device", KeyReader.KebabCase, "Key of the device within the site.");
        var ac = Field.Optional<string?>("ac", KeyReader.KebabCase!, null, "Bus at its ac terminal; left out for dc/dc.");
        var dc = Field.Required("dc", KeyReader.KebabCase, "Bus at its dc terminal.");
        return new("a converter", [device, ac, dc], (values, _) =>
            new ConverterDescription(values.Get(device), values.Get(ac), values.Get(dc)));
    }
}
