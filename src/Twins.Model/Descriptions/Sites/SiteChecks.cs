using System.Globalization;
using Twins.Model.Descriptions.Devices;
using Twins.Model.Devices;
using Twins.Model.Devices.Modbus;
using Twins.Model.Points;
using Twins.Model.Sites;
using Twins.Model.Text;
using Twins.Model.Types;

namespace Twins.Model.Descriptions.Sites;

/// <summary>What must hold between the parts of a site file, and between it and the devices' descriptions.</summary>
internal static class SiteChecks
{
    /// <summary>Reports everything that does not fit together.</summary>
    public static void Check(SiteDescription site, ReadingContext context)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(site.TimeZone, out _))
        {
            context.Error(context.PlaceOf(site, "timeZone"), $"'{site.TimeZone}' is no time zone that this machine knows", "write an IANA name such as Europe/Berlin");
        }

        UniqueKeys.Check(site.Connections.Select(connection => (connection.Key, (object)connection, "connection")), context);
        UniqueKeys.Check(site.Devices.Select(device => (device.Key, (object)device, "device")), context);
        CheckEndpoints(site, context);
        CheckConnections(site, context);
        foreach (var entry in site.Devices)
        {
            if (context.Known.Devices.GetValueOrDefault(entry.Device) is { } device && context.Known.Types.GetValueOrDefault(device.Type) is { } type)
            {
                CheckCounts(entry, device, type, context);
                CheckLayout(entry, device, context);
            }
        }

        NetworkChecks.Check(site, context);
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

    private static void CheckConnections(SiteDescription site, ReadingContext context)
    {
        var connections = site.Connections.Select(connection => connection.Key).ToList();
        var first = new Dictionary<(string, int), DeviceEntry>();
        foreach (var entry in site.Devices)
        {
            if (!connections.Contains(entry.Connection) && !context.BrokenKeys.Contains(entry.Connection))
            {
                context.Error(
                    context.PlaceOf(entry, "connection"), $"there is no connection '{entry.Connection}'", Nearest.Propose(entry.Connection, connections));
            }
            else if (!first.TryAdd((entry.Connection, entry.UnitId), entry))
            {
                var other = first[(entry.Connection, entry.UnitId)].Key;
                context.Error(
                    context.PlaceOf(entry, "unitId"),
                    string.Create(CultureInfo.InvariantCulture, $"'{other}' and '{entry.Key}' both are unit {entry.UnitId} of '{entry.Connection}'"),
                    "give each its own unitId");
            }
        }
    }

    private static void CheckCounts(DeviceEntry entry, DeviceDescription device, TwinType type, ReadingContext context)
    {
        var groups = type.Groups.Select(group => group.Key).ToList();
        var unknown = entry.Counts.Keys.Where(group => !groups.Contains(group)).Order(StringComparer.Ordinal).ToList();
        foreach (var group in unknown)
        {
            context.Error(context.PlaceOf(entry, "counts"), $"the type '{type.Key}' has no group '{group}'", Nearest.Propose(group, groups));
        }

        var reached = (device.Modbus?.Points ?? []).Concat((device.Modbus?.Writes ?? []).Select(write => write.Target))
            .Select(point => PointKeys.Split(point.Key).Group).OfType<string>().Distinct(StringComparer.Ordinal);
        foreach (var group in reached.Where(group => unknown.Count == 0 && !entry.Counts.ContainsKey(group)))
        {
            context.Error(context.PlaceOf(entry, "counts"), $"'{entry.Key}' does not say how many {group} it has", $"add 'counts: {{{group}: …}}'");
        }
    }

    private static void CheckLayout(DeviceEntry entry, DeviceDescription device, ReadingContext context)
    {
        if (device.Modbus is not { } modbus)
        {
            return;
        }

        var layout = ModbusLayout.Create(modbus, entry.Counts);
        foreach (var fault in LayoutChecks.FindOverlaps(layout).Concat(LayoutChecks.FindUncovered(layout)).Take(1))
        {
            context.Error(context.PlaceOf(entry, "counts"), $"in '{device.Key}', {fault.Message}", "state the number of parts that the product has, or mend its description");
        }
    }
}
