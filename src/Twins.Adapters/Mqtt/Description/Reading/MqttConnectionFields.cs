using System.Text.Json.Nodes;
using Twins.Configuration;
using Twins.Configuration.Fields;
using Twins.Configuration.Sites;
using Twins.Configuration.Yaml;
using Twins.Sites;

namespace Twins.Adapters.Mqtt;

/// <summary>The fields of an MQTT connection: a broker elsewhere, or the site's own.</summary>
internal static class MqttEndpointFields
{
    private static readonly Field<EmbeddedBroker?> Broker = Field.Optional(
        "broker", new MaybeReader<EmbeddedBroker>(new MemberReader<EmbeddedBroker>()), null, "embedded: the site's own broker; then no host is named.");

    private static readonly Field<string> Host = Field.Optional("host", new HostReader(), "", "Host name or address of the broker.");

    private static readonly Field<int?> Port = Field.Optional(
        "port", new MaybeReader<int>(new IntegerReader(1, 65_535)), null, "TCP port.", "1883, or 8883 with TLS");

    private static readonly Field<MqttVersion> Version = Field.Optional(
        "version", new MqttVersionReader(), MqttVersion.V500, "Version of MQTT: 5, or 3.1.1.", "5");

    private static readonly Field<string?> ClientId = Field.Optional(
        "clientId", new WordsReader(128), null!, "Client identifier.", "twins-site-connection")!;

    private static readonly Field<string?> Username = Field.Optional("username", new WordsReader(128), null!, "User name.")!;

    private static readonly Field<SecretSource> Password = Field.Optional<SecretSource>("passwordFrom", SecretFields.Reader, null!, "Where the password is.");

    private static readonly Field<double> KeepAlive = Field.Optional(
        "keepAliveS", new NumberReader(1, 3600), 30, "Greatest silence towards the broker, in seconds.", "30");

    private static readonly Field<double> SessionExpiry = Field.Optional(
        "sessionExpiryS", new NumberReader(0, 604_800), 3600, "Seconds that the broker keeps the session of a lost connection.", "3600");

    private static readonly Field[] Remote = [Host, Port, .. TlsFields.All, Username, Password];

    /// <summary>Reads an endpoint.</summary>
    public static readonly MappingReader<MqttEndpoint> Reader = new(
        "an MQTT broker", [Broker, Host, Port, .. TlsFields.All, Version, ClientId, Username, Password, KeepAlive, SessionExpiry], Build);

    private static MqttEndpoint? Build(MappingValues values, ReadingContext context)
    {
        var errors = context.ErrorCount;
        var isEmbedded = values.Has(Broker);
        if (isEmbedded)
        {
            foreach (var field in Remote.Where(values.Has))
            {
                context.Error(values.PlaceOf(field), $"the site's own broker is reached without '{field.Name}'", "leave it out, or leave 'broker' out");
            }
        }
        else if (!values.Has(Host))
        {
            context.Error(values.Place, "an MQTT connection needs its broker", "add 'host', or 'broker: embedded' for the site's own");
        }

        if (values.Has(Password) && !values.Has(Username))
        {
            context.Error(values.PlaceOf(Password), "a password needs a user name", "add 'username'");
        }

        var tls = TlsFields.Build(values, context);
        return context.ErrorCount > errors ? null : new MqttEndpoint
        {
            IsEmbedded = isEmbedded,
            Host = values.Get(Host),
            Port = values.Get(Port) ?? (tls is null ? MqttEndpoint.DefaultPort : MqttEndpoint.DefaultTlsPort),
            Tls = tls,
            Version = values.Get(Version),
            ClientId = values.Get(ClientId),
            Username = values.Get(Username),
            Password = values.Get(Password),
            KeepAlive = TimeSpan.FromSeconds(values.Get(KeepAlive)),
            SessionExpiry = TimeSpan.FromSeconds(values.Get(SessionExpiry)),
        };
    }

    private enum EmbeddedBroker
    {
        Embedded,
    }

    private sealed class MqttVersionReader : ValueReader<MqttVersion>
    {
        public override string Expectation => "5 or 3.1.1";

        public override bool TryRead(Node node, ReadingContext context, out MqttVersion value)
        {
            value = node is ScalarNode { Text: "3.1.1" } ? MqttVersion.V311 : MqttVersion.V500;
            return node is ScalarNode { Text: "3.1.1" or "5" or "5.0" } || Expect(node, context, out value);
        }

        public override JsonObject Schema() => new() { ["enum"] = new JsonArray(5, "3.1.1") };
    }
}

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
