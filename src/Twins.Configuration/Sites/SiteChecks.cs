using Twins.Devices;
using Twins.Points;
using Twins.Sites;
using Twins.Text;
using Twins.Types;

namespace Twins.Configuration.Sites;

/// <summary>What must hold between the parts of a site file, and between it and the devices' descriptions.</summary>
internal static class SiteChecks
{
    /// <summary>Reports everything that does not fit together.</summary>
    public static void Check(SiteDescription site, IReadOnlyList<IProtocol> protocols, ReadingContext context)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(site.TimeZone, out _))
        {
            context.Error(context.PlaceOf(site, "timeZone"), $"'{site.TimeZone}' is no time zone that this machine knows", "write an IANA name such as Europe/Berlin");
        }

        UniqueKeys.Check(site.Connections.Select(connection => (connection.Key, (object)connection, "connection")), context);
        UniqueKeys.Check(site.Devices.Select(device => (device.Key, (object)device, "device")), context);
        CheckConnections(site, protocols, context);
        foreach (var entry in site.Devices)
        {
            if (context.Known.Devices.GetValueOrDefault(entry.Device) is { } device && context.Known.Types.GetValueOrDefault(device.Type) is { } type)
            {
                CheckCounts(entry, device, type, context);
            }
        }

        NetworkChecks.Check(site, context);
    }

    private static void CheckConnections(SiteDescription site, IReadOnlyList<IProtocol> protocols, ReadingContext context)
    {
        var connections = site.Connections.Select(connection => connection.Key).ToList();
        foreach (var entry in site.Devices)
        {
            if (site.Connections.FirstOrDefault(connection => connection.Key == entry.Connection) is { } connection)
            {
                CheckProtocol(entry, connection, protocols, context);
            }
            else if (!context.BrokenKeys.Contains(entry.Connection))
            {
                context.Error(
                    context.PlaceOf(entry, "connection"), $"there is no connection '{entry.Connection}'", Nearest.Propose(entry.Connection, connections));
            }
        }

        foreach (var protocol in protocols)
        {
            protocol.CheckSite(site, context);
        }
    }

    private static void CheckProtocol(DeviceEntry entry, ConnectionDescription connection, IReadOnlyList<IProtocol> protocols, ReadingContext context)
    {
        if (protocols.Find(connection.Settings.Protocol) is not { } offered)
        {
            return;
        }

        foreach (var (other, field) in protocols.Where(other => other != offered).SelectMany(other => other.AddressFields.Select(field => (other, field))))
        {
            if (context.NodeOf(entry, field.Name) is { } node)
            {
                context.Error(node.Place, $"'{field.Name}' belongs to {other.Name}", "leave it out");
            }
        }

        if (context.Known.Devices.GetValueOrDefault(entry.Device) is { } device && protocols.Find(device.Protocol.Protocol) is { } spoken && spoken != offered)
        {
            context.Error(
                context.PlaceOf(entry, "connection"), $"'{entry.Device}' speaks {spoken.Name}, but the connection '{connection.Key}' is {offered.Name}",
                $"name a connection with '{spoken.Key}'");
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

        var reached = device.ReachedPoints().Select(key => PointKeys.Split(key).Group).OfType<string>().Distinct(StringComparer.Ordinal);
        foreach (var group in reached.Where(group => unknown.Count == 0 && !entry.Counts.ContainsKey(group)))
        {
            context.Error(context.PlaceOf(entry, "counts"), $"'{entry.Key}' does not say how many {group} it has", $"add 'counts: {{{group}: …}}'");
        }
    }
}
