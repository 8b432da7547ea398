using System.Globalization;
using Twins.Sites;

namespace Twins.Configuration.Sites;

/// <summary>What must hold between a site's Modbus connections and devices.</summary>
internal static class ModbusSiteChecks
{
    /// <summary>Reports endpoints and unit ids that are given twice, and what belongs to other protocols.</summary>
    public static void Check(SiteDescription site, ReadingContext context)
    {
        CheckEndpoints(site, context);
        var connections = site.Connections.Where(connection => connection.Modbus is not null).Select(connection => connection.Key).ToHashSet(StringComparer.Ordinal);
        var first = new Dictionary<(string, int), DeviceEntry>();
        foreach (var entry in site.Devices.Where(entry => connections.Contains(entry.Connection)))
        {
            if (context.NodeOf(entry, "topicName") is { } topicName)
            {
                context.Error(topicName.Place, "'topicName' belongs to MQTT", "leave it out");
            }

            if (!first.TryAdd((entry.Connection, entry.UnitId), entry))
            {
                var other = first[(entry.Connection, entry.UnitId)].Key;
                context.Error(
                    context.PlaceOf(entry, "unitId"),
                    string.Create(CultureInfo.InvariantCulture, $"'{other}' and '{entry.Key}' both are unit {entry.UnitId} of '{entry.Connection}'"),
                    "give each its own unitId");
            }
        }
    }

    private static void CheckEndpoints(SiteDescription site, ReadingContext context)
    {
        var first = new Dictionary<(string, int), ConnectionDescription>();
        foreach (var connection in site.Connections)
        {
            if (connection.Modbus is { } endpoint && !first.TryAdd((endpoint.Host.ToUpperInvariant(), endpoint.Port), connection))
            {
                var other = first[(endpoint.Host.ToUpperInvariant(), endpoint.Port)].Key;
                context.Error(
                    context.PlaceOf(endpoint), string.Create(CultureInfo.InvariantCulture, $"'{other}' and '{connection.Key}' both reach {endpoint.Host}:{endpoint.Port}"),
                    "use one connection with several unit ids");
            }
        }
    }
}
