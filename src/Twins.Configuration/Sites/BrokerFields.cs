using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using Twins.Configuration.Fields;
using Twins.Configuration.Yaml;
using Twins.Sites;
using Twins.Text;

namespace Twins.Configuration.Sites;

/// <summary>The fields of the broker that a site's gateway runs.</summary>
internal static class BrokerFields
{
    private static readonly Field<string> Listen = Field.Optional(
        "listen", new WordsReader(64), "127.0.0.1", "IP address that it listens on; beyond loopback it needs TLS, and accounts or client certificates.", "127.0.0.1");

    private static readonly Field<int?> Port = Field.Optional(
        "port", new MaybeReader<int>(new IntegerReader(0, 65_535)), BrokerDescription.DefaultPort, "TCP port without TLS, on loopback whatever 'listen' says; 0 for none.", "1883");

    private static readonly Field<int?> TlsPort = Field.Optional(
        "tlsPort", new MaybeReader<int>(new IntegerReader(1, 65_535)), null, "TCP port with TLS.");

    private static readonly Field<string?> Certificate = Field.Optional(
        "certificate", new WordsReader(), null!, "PEM file with its certificate and chain; for TLS.")!;

    private static readonly Field<string?> Key = Field.Optional("certificateKey", new WordsReader(), null!, "PEM file with the private key.", "in the certificate's file")!;

    private static readonly Field<string?> ClientAuthorities = Field.Optional(
        "clientAuthorities", new WordsReader(), null!, "PEM file with the authorities of the clients' certificates; then clients must present one.")!;

    private static readonly Field<bool> WebSocket = Field.Optional("webSocket", new FlagReader(), false, "Whether the host's web listener serves it at /mqtt too.", "false");

    private static readonly Field<ImmutableArray<BrokerAccount>> Accounts = Field.Optional(
        "accounts", new ListReader<BrokerAccount>(BrokerAccountFields.Reader), [], "Who may connect, and what each may publish and subscribe to.", "anybody, on loopback");

    private static readonly Field<BrokerLimits> Limits = Field.Optional("limits", LimitsReader(), new BrokerLimits(), "What it bears.");

    /// <summary>Reads a broker.</summary>
    public static readonly MappingReader<BrokerDescription> Reader = new(
        "a broker", [Listen, Port, TlsPort, Certificate, Key, ClientAuthorities, WebSocket, Accounts, Limits], Build)
    {
        Refused = new Dictionary<string, Complaint>(StringComparer.Ordinal)
        {
            ["persist"] = new(
                "the site's own broker keeps no sessions and no queued messages over a restart",
                "leave 'persist' out; where messages must outlast a crash, run mosquitto beside the host and name it as a connection's 'host'"),
        },
    };

    private static BrokerDescription? Build(MappingValues values, ReadingContext context)
    {
        var errors = context.ErrorCount;
        CheckTls(values, context);
        CheckAccess(values, context);
        return context.ErrorCount > errors ? null : new BrokerDescription
        {
            Listen = values.Get(Listen),
            Port = values.Get(Port) is > 0 and var port ? port : null,
            TlsPort = values.Get(TlsPort),
            Tls = values.Has(TlsPort) ? new TlsFiles(values.Get(ClientAuthorities), values.Get(Certificate), values.Get(Key)) : null,
            WebSocket = values.Get(WebSocket),
            Accounts = values.Get(Accounts),
            Limits = values.Get(Limits),
        };
    }

    private static void CheckTls(MappingValues values, ReadingContext context)
    {
        foreach (var field in new Field[] { Certificate, Key, ClientAuthorities }.Where(field => values.Has(field) && !values.Has(TlsPort)))
        {
            context.Error(values.PlaceOf(field), $"'{field.Name}' belongs to TLS", "add 'tlsPort', or leave it out");
        }

        if (values.Has(TlsPort) && !values.Has(Certificate))
        {
            context.Error(values.PlaceOf(TlsPort), "TLS needs a certificate", "add 'certificate'");
        }

        if (values.Get(Port) == 0 && !values.Has(TlsPort) && !values.Get(WebSocket))
        {
            context.Error(values.PlaceOf(Port), "the broker listens nowhere", "name a 'port' or 'tlsPort', or write 'webSocket: true'");
        }

        if (values.Get(Port) is { } port && port == values.Get(TlsPort))
        {
            context.Error(values.PlaceOf(TlsPort), $"'port' and 'tlsPort' are both {port}", "give each its own");
        }
    }

    // Anyone who reaches the address could otherwise read and command every device, or listen to those who may.
    private static void CheckAccess(MappingValues values, ReadingContext context)
    {
        UniqueKeys.Check(values.Get(Accounts).Select(account => (account.Username, (object)account, "account")), context);
        var listen = values.Get(Listen);
        if (!IPAddress.TryParse(listen, out var address))
        {
            context.Error(values.PlaceOf(Listen), $"'{listen}' is no IP address", "write one, such as 127.0.0.1 for this machine only, or 0.0.0.0 for all");
            return;
        }

        if (IPAddress.IsLoopback(address))
        {
            return;
        }

        if (!values.Has(TlsPort))
        {
            context.Error(values.PlaceOf(Listen), $"'{listen}' is reached from other machines, which takes TLS", "add 'tlsPort' and 'certificate', or listen on 127.0.0.1");
        }

        if (values.Get(Accounts).IsEmpty && !values.Has(ClientAuthorities))
        {
            context.Error(values.PlaceOf(Listen), $"'{listen}' lets anybody in who reaches it", "add 'accounts' or 'clientAuthorities', or listen on 127.0.0.1");
        }
    }

    private static MappingReader<BrokerLimits> LimitsReader()
    {
        var connections = Limit("connections", 1, 1_000_000, "Connections at once.");
        var packet = Limit("packetBytes", 128, 268_435_460, "Greatest packet, in bytes.");
        var queued = Limit("queuedBytes", 1024, int.MaxValue, "Greatest outgoing queue of a client, in bytes.");
        var retained = Limit("retainedBytes", 0, int.MaxValue, "Retained messages in all, in bytes.");
        var subscriptions = Limit("subscriptions", 1, 1_000_000, "Subscriptions of a client.");
        var inFlight = Limit("inFlight", 1, 65_535, "Messages of QoS 1 and 2 under way to or from a client.");
        return new("a set of broker limits", [connections, packet, queued, retained, subscriptions, inFlight], (values, _) => new BrokerLimits(
            values.Get(connections), values.Get(packet), values.Get(queued), values.Get(retained), values.Get(subscriptions), values.Get(inFlight)));
    }

    private static Field<int?> Limit(string name, int least, int most, string about) =>
        Field.Optional(name, new MaybeReader<int>(new IntegerReader(least, most)), null, about, "the broker's");
}

/// <summary>The fields of somebody who may connect to a site's broker.</summary>
internal static class BrokerAccountFields
{
    private static readonly Field<string> Username = Field.Required("username", new WordsReader(128), "User name, or the common name of a client certificate.");

    private static readonly Field<SecretSource> Password = Field.Optional<SecretSource>(
        "passwordFrom", SecretFields.Reader, null!, "Where the password is.", "by certificate only");

    private static readonly Field<ImmutableArray<string>> Publish = Field.Optional(
        "publish", new ListReader<string>(new FilterReader()), [], "Topic filters to which it may publish.", "none");

    private static readonly Field<ImmutableArray<string>> Subscribe = Field.Optional(
        "subscribe", new ListReader<string>(new FilterReader()), [], "Topic filters to which it may subscribe.", "none");

    /// <summary>Reads an account.</summary>
    public static readonly MappingReader<BrokerAccount> Reader = new(
        "an account", [Username, Password, Publish, Subscribe], static (values, _) => new BrokerAccount
        {
            Username = values.Get(Username), Password = values.Get(Password), Publish = values.Get(Publish), Subscribe = values.Get(Subscribe),
        });

    // Topic filters: MQTT 5.0, section 4.7.1. {username} and {clientId} stand for those of the client at hand.
    private sealed class FilterReader : ValueReader<string>
    {
        private const int MaxCharacters = 1000;

        public override string Expectation => "topic filters such as flexiverter/+/telemetry";

        public override bool TryRead(Node node, ReadingContext context, out string value)
        {
            value = "";
            if (node is not ScalarNode scalar || !ScalarForm.IsText(scalar) || scalar.Text.Length is 0 or > MaxCharacters)
            {
                return Expect(node, context, out value);
            }

            value = scalar.Text;
            if (Complain(value) is { } complaint)
            {
                context.Error(node.Place, complaint);
                return false;
            }

            return true;
        }

        public override JsonObject Schema() => new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = MaxCharacters };

        private static Complaint? Complain(string filter)
        {
            var levels = filter.Split('/');
            return Array.Find(levels, level => level.Length > 1 && level.AsSpan().ContainsAny('+', '#')) is { } mixed
                ? new($"'{mixed}' mixes a wildcard with other characters", "let the wildcard be the whole level")
                : Array.IndexOf(levels, "#") is >= 0 and var at && at < levels.Length - 1 ? new($"'#' is not the last level of '{filter}'", "write '+' for one level") : null;
        }
    }
}
