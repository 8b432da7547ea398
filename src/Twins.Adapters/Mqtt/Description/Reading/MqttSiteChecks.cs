using Twins.Configuration;
using Twins.Sites;

namespace Twins.Adapters.Mqtt;

/// <summary>What must hold between a site's MQTT connections, its own broker and its devices.</summary>
internal static class MqttSiteChecks
{
    /// <summary>Reports names and client identifiers that are given twice and messages that name no device.</summary>
    public static void Check(SiteDescription site, ReadingContext context)
    {
        CheckBrokers(site, context);
        var connections = site.Connections.Where(connection => connection.Settings is MqttEndpoint).Select(connection => connection.Key).ToHashSet(StringComparer.Ordinal);
        var owners = new Dictionary<(string Connection, string Topic, string Name), DeviceEntry>();
        var shared = new Dictionary<(string, string), DeviceEntry>();
        foreach (var entry in site.Devices.Where(entry => connections.Contains(entry.Connection)))
        {
            CheckTopics(site.Key, entry, owners, context);

            if (FindShared(entry, context) is { } report && !shared.TryAdd((entry.Connection, entry.Device), entry))
            {
                context.Error(
                    context.PlaceOf(entry, "device"),
                    $"'{shared[(entry.Connection, entry.Device)].Key}' and '{entry.Key}' would both read every message on '{report.Topic}'",
                    $"let the topic, a name or a row of '{entry.Device}' say which device it is, or use another connection");
            }
        }
    }

    // One name may serve two devices of a connection, such as the meter and the battery of one gateway, as long as no topic is of both.
    private static void CheckTopics(string site, DeviceEntry entry, Dictionary<(string Connection, string Topic, string Name), DeviceEntry> owners, ReadingContext context)
    {
        if (context.Known.Devices.GetValueOrDefault(entry.Device)?.Protocol is not MqttDescription mqtt)
        {
            return;
        }

        // A topic without {device} is of the device that its message names.
        var name = MqttAddress.NameOf(entry);
        var topics = mqtt.Reports.Select(report => report.Topic).Concat(mqtt.Commands.Select(command => command.Topic).Where(topic => topic.Has(MqttPlaceholder.Device)))
            .Select(topic => (entry.Connection, topic.Resolve(placeholder => placeholder switch
            {
                MqttPlaceholder.Site => site,
                MqttPlaceholder.Device => name,
                _ => null,
            }), name)).Distinct().ToList();
        foreach (var topic in topics.Where(owners.ContainsKey).Take(1))
        {
            context.Error(
                context.PlaceOf(entry, "topicName"),
                $"'{owners[topic].Key}' and '{entry.Key}' both are '{name}' on '{topic.Item2}', of '{entry.Connection}'",
                "give each its own topicName");
        }

        foreach (var topic in topics)
        {
            owners.TryAdd(topic, entry);
        }
    }

    private static void CheckBrokers(SiteDescription site, ReadingContext context)
    {
        var clients = new Dictionary<(string, int, string), ConnectionDescription>();
        foreach (var connection in site.Connections)
        {
            if (connection.Settings is not MqttEndpoint endpoint)
            {
                continue;
            }

            if (endpoint.IsEmbedded && site.Broker is null && !context.IsWritten(site, "broker"))
            {
                context.Error(context.PlaceOf(endpoint, "broker"), "the site runs no broker of its own", "add 'broker' to the site, or name a host");
            }

            // A second client of the same identifier takes the session over from the first (MQTT 5.0, section 3.1.4).
            if (endpoint.ClientId is { } client && !clients.TryAdd((endpoint.Host.ToUpperInvariant(), endpoint.Port, client), connection))
            {
                var other = clients[(endpoint.Host.ToUpperInvariant(), endpoint.Port, client)].Key;
                context.Error(
                    context.PlaceOf(endpoint, "clientId"), $"'{other}' and '{connection.Key}' both are the client '{client}' of one broker", "give each its own clientId");
            }
        }
    }

    // A topic on which nothing tells the devices of a description apart.
    private static MqttReport? FindShared(DeviceEntry entry, ReadingContext context) =>
        (context.Known.Devices.GetValueOrDefault(entry.Device)?.Protocol as MqttDescription)?.Reports.FirstOrDefault(report =>
            !report.Topic.Has(MqttPlaceholder.Device)
            && report.Device is null
            && (report.Points.Any(point => point.Name?.Has(MqttPlaceholder.Device) != true) || report.Rows.Any(rows => rows.Device is null)));
}
