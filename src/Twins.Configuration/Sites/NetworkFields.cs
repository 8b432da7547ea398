using System.Collections.Immutable;
using Twins.Configuration.Fields;
using Twins.Sites;
using Twins.Text;
using Twins.Units;

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

/// <summary>What must hold in a site's electrical network.</summary>
internal static class NetworkChecks
{
    /// <summary>Reports what refers to nothing, or joins what cannot be joined.</summary>
    public static void Check(SiteDescription site, ReadingContext context)
    {
        var network = site.Network ?? new NetworkDescription([], [], []);
        UniqueKeys.Check(network.Buses.Select(bus => (bus.Key, (object)bus, "bus")), context);
        UniqueKeys.Check(network.Lines.Select(line => (line.Key, (object)line, "line")), context);
        CheckTerminals(site, network, context);
        foreach (var line in network.Lines)
        {
            CheckLine(line, network, context);
        }

        foreach (var converter in network.Converters)
        {
            CheckConverter(converter, site, network, context);
        }
    }

    private static void CheckTerminals(SiteDescription site, NetworkDescription network, ReadingContext context)
    {
        foreach (var entry in site.Devices)
        {
            foreach (var (terminal, bus) in entry.Buses.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                if (FindBus(entry, "buses", bus, network, context) is { } found && terminal is "ac" or "dc" && !Matches(terminal, network, bus))
                {
                    context.Error(context.PlaceOf(entry, "buses"), $"the terminal '{terminal}' of '{entry.Key}' is connected to '{bus}', a bus of the other kind", "name a bus of its kind");
                }

                CheckTerminal(entry, terminal, context);
            }
        }
    }

    private static void CheckTerminal(DeviceEntry entry, string terminal, ReadingContext context)
    {
        if (context.Known.Devices.GetValueOrDefault(entry.Device) is { } device && context.Known.Types.GetValueOrDefault(device.Type) is { } type)
        {
            var terminals = type.Points.Concat(type.Groups.SelectMany(group => group.Points)).Select(point => point.Terminal).Distinct(StringComparer.Ordinal).ToList();
            if (!terminals.Contains(terminal))
            {
                context.Error(context.PlaceOf(entry, "buses"), $"the type '{type.Key}' has no terminal '{terminal}'", Nearest.Propose(terminal, terminals));
            }
        }
    }

    private static void CheckLine(LineDescription line, NetworkDescription network, ReadingContext context)
    {
        var from = FindBus(line, "from", line.From, network, context);
        var to = FindBus(line, "to", line.To, network, context);
        if (from is null || to is null)
        {
            return;
        }

        if (ReferenceEquals(from, to))
        {
            context.Error(context.PlaceOf(line), $"the line '{line.Key}' joins '{from.Key}' to itself", "name two buses");
        }
        else if (from.Kind != to.Kind)
        {
            context.Error(context.PlaceOf(line), $"the line '{line.Key}' joins an ac and a dc bus", "describe a converter between them");
        }
        else if (from.Kind == BusKind.Dc && line.ReactanceOhm != 0)
        {
            context.Error(context.PlaceOf(line, "reactance"), $"the line '{line.Key}' is dc and has no reactance", "leave it out");
        }
    }

    private static void CheckConverter(ConverterDescription converter, SiteDescription site, NetworkDescription network, ReadingContext context)
    {
        var devices = site.Devices.Select(device => device.Key).ToList();
        if (!devices.Contains(converter.Device) && !context.BrokenKeys.Contains(converter.Device))
        {
            context.Error(context.PlaceOf(converter, "device"), $"the site has no device '{converter.Device}'", Nearest.Propose(converter.Device, devices));
        }

        foreach (var (terminal, bus) in new[] { ("ac", converter.Ac), ("dc", converter.Dc) })
        {
            if (bus is not null && FindBus(converter, terminal, bus, network, context) is { } && !Matches(terminal, network, bus))
            {
                context.Error(context.PlaceOf(converter, terminal), $"'{bus}' is no {terminal} bus", $"name a bus of kind {terminal}");
            }
        }
    }

    private static BusDescription? FindBus(object record, string field, string key, NetworkDescription network, ReadingContext context)
    {
        var bus = network.Buses.FirstOrDefault(candidate => candidate.Key == key);
        if (bus is null && !context.BrokenKeys.Contains(key))
        {
            context.Error(context.PlaceOf(record, field), $"the network has no bus '{key}'", Nearest.Propose(key, network.Buses.Select(candidate => candidate.Key)));
        }

        return bus;
    }

    private static bool Matches(string terminal, NetworkDescription network, string bus) =>
        network.Buses.First(candidate => candidate.Key == bus).Kind == (terminal == "ac" ? BusKind.Ac : BusKind.Dc);
}
