using Twins.Configuration.Devices;
using Twins.Devices;
using Twins.Adapters.Modbus;
using Twins.Points;
using Twins.Sites;
using Twins.Text;
using Twins.Types;

namespace Twins.Configuration.Sites;

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

    private static void CheckConnections(SiteDescription site, ReadingContext context)
    {
        var connections = site.Connections.Select(connection => connection.Key).ToList();
        foreach (var entry in site.Devices)
        {
            if (site.Connections.FirstOrDefault(connection => connection.Key == entry.Connection) is { } connection)
            {
                CheckProtocol(entry, connection, context);
            }
            else if (!context.BrokenKeys.Contains(entry.Connection))
            {
                context.Error(
                    context.PlaceOf(entry, "connection"), $"there is no connection '{entry.Connection}'", Nearest.Propose(entry.Connection, connections));
            }
        }

        ModbusSiteChecks.Check(site, context);
        MqttSiteChecks.Check(site, context);
    }

    private static void CheckProtocol(DeviceEntry entry, ConnectionDescription connection, ReadingContext context)
    {
        if (context.Known.Devices.GetValueOrDefault(entry.Device) is not { } device || (device.Modbus is null) == (connection.Modbus is null))
        {
            return;
        }

        var (spoken, offered) = device.Modbus is not null ? ("Modbus", "MQTT") : ("MQTT", "Modbus");
        context.Error(
            context.PlaceOf(entry, "connection"), $"'{entry.Device}' speaks {spoken}, but the connection '{connection.Key}' is {offered}",
            $"name a connection with '{spoken.ToLowerInvariant()}'");
    }

    private static void CheckCounts(DeviceEntry entry, DeviceDescription device, TwinType type, ReadingContext context)
    {
        var groups = type.Groups.Select(group => group.Key).ToList();
        var unknown = entry.Counts.Keys.Where(group => !groups.Contains(group)).Order(StringComparer.Ordinal).ToList();
        foreach (var group in unknown)
        {
            context.Error(context.PlaceOf(entry, "counts"), $"the type '{type.Key}' has no group '{group}'", Nearest.Propose(group, groups));
        }

        var reached = device.ReachedPoints().Select(key => PointKeys.Split(key).Group).OfType<string>().Distinct(StringComparer.Ordinal);
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
