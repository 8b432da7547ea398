using System.Globalization;
using Twins.Configuration;
using Twins.Configuration.Fields;
using Twins.Sites;

namespace Twins.Adapters.Modbus;

/// <summary>The fields of a Modbus TCP connection.</summary>
internal static class ModbusEndpointFields
{
    private static readonly Field<string> Host = Field.Required("host", new HostReader(), "Host name or address.");

    private static readonly Field<int> Port = Field.Optional("port", new IntegerReader(1, 65_535), 502, "TCP port.", "502");

    private static readonly Field<int> Timeout = Field.Optional(
        "timeoutMs", new IntegerReader(10, 60_000), 1000, "Milliseconds that a request may take.", "1000");

    private static readonly Field<int> MaxInFlight = Field.Optional(
        "maxInFlight", new IntegerReader(1, 64), 1, "Requests that may be under way at once; 1 for devices that take no more.", "1");

    private static readonly Field<int> ConnectDelay = Field.Optional(
        "connectDelayMs", new IntegerReader(0, 60_000), 0, "Milliseconds between connecting and the first request, for devices that are not ready at once.", "0");

    private static readonly Field<bool> AcceptMismatchedIds = Field.Optional(
        "acceptMismatchedIds", new FlagReader(), false,
        "Whether an answer with another transaction or unit id counts as the answer; for devices that do not echo them, with maxInFlight 1 only.", "false");

    /// <summary>Reads an endpoint.</summary>
    public static readonly MappingReader<ModbusEndpoint> Reader = new(
        "a Modbus TCP endpoint", [Host, Port, Timeout, MaxInFlight, ConnectDelay, AcceptMismatchedIds], Build);

    private static ModbusEndpoint? Build(MappingValues values, ReadingContext context)
    {
        if (values.Get(AcceptMismatchedIds) && values.Get(MaxInFlight) > 1)
        {
            context.Error(
                values.PlaceOf(AcceptMismatchedIds), $"with {values.Get(MaxInFlight)} requests in flight, ids alone tell which answer is whose",
                "write 'maxInFlight: 1', or leave 'acceptMismatchedIds' out");
            return null;
        }

        return new ModbusEndpoint(values.Get(Host), values.Get(Port), TimeSpan.FromMilliseconds(values.Get(Timeout)), values.Get(MaxInFlight))
        {
            ConnectDelay = TimeSpan.FromMilliseconds(values.Get(ConnectDelay)),
            AcceptMismatchedIds = values.Get(AcceptMismatchedIds),
        };
    }
}

/// <summary>What must hold between a site's Modbus connections and devices.</summary>
internal static class ModbusSiteChecks
{
    /// <summary>Reports endpoints and unit ids that are given twice, and parts that do not fit beside each other.</summary>
    public static void Check(SiteDescription site, ReadingContext context)
    {
        CheckEndpoints(site, context);
        var connections = site.Connections.Where(connection => connection.Settings is ModbusEndpoint).Select(connection => connection.Key).ToHashSet(StringComparer.Ordinal);
        var first = new Dictionary<(string, int), DeviceEntry>();
        foreach (var entry in site.Devices.Where(entry => connections.Contains(entry.Connection)))
        {
            CheckLayout(entry, context);
            if (entry.Address is ModbusAddress { UnitId: var unitId } && !first.TryAdd((entry.Connection, unitId), entry))
            {
                var other = first[(entry.Connection, unitId)].Key;
                context.Error(
                    context.PlaceOf(entry, "unitId"),
                    string.Create(CultureInfo.InvariantCulture, $"'{other}' and '{entry.Key}' both are unit {unitId} of '{entry.Connection}'"),
                    "give each its own unitId");
            }
        }
    }

    private static void CheckLayout(DeviceEntry entry, ReadingContext context)
    {
        if (context.Known.Devices.GetValueOrDefault(entry.Device) is not { Protocol: ModbusDescription modbus } device)
        {
            return;
        }

        var layout = ModbusLayout.Create(modbus, entry.Counts);
        foreach (var fault in LayoutChecks.FindOverlaps(layout).Concat(LayoutChecks.FindUncovered(layout)).Take(1))
        {
            context.Error(context.PlaceOf(entry, "counts"), $"in '{device.Key}', {fault.Message}", "state the number of parts that the product has, or correct its description");
        }
    }

    private static void CheckEndpoints(SiteDescription site, ReadingContext context)
    {
        var first = new Dictionary<(string, int), ConnectionDescription>();
        foreach (var connection in site.Connections)
        {
            if (connection.Settings is ModbusEndpoint endpoint && !first.TryAdd((endpoint.Host.ToUpperInvariant(), endpoint.Port), connection))
            {
                var other = first[(endpoint.Host.ToUpperInvariant(), endpoint.Port)].Key;
                context.Error(
                    context.PlaceOf(endpoint), string.Create(CultureInfo.InvariantCulture, $"'{other}' and '{connection.Key}' both reach {endpoint.Host}:{endpoint.Port}"),
                    "use one connection with several unit ids");
            }
        }
    }
}
