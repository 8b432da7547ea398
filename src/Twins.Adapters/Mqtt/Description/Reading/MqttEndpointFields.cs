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
