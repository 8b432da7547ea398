using System.Globalization;
using Twins.Configuration;
using Twins.Sites;

namespace Twins.Adapters.Modbus;

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
