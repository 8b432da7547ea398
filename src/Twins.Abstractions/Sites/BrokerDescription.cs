using System.Collections.Immutable;

namespace Twins.Sites;

/// <summary>The MQTT broker that a site's gateway runs itself.</summary>
public sealed record BrokerDescription
{
    /// <summary>Port without TLS, registered for MQTT.</summary>
    public const int DefaultPort = 1883;

    /// <summary>IP address that it listens on with TLS; loopback unless stated. Without TLS it listens on loopback only.</summary>
    public string Listen { get; init; } = "127.0.0.1";

    /// <summary>TCP port without TLS, on loopback; 1883 unless stated, null when only TLS is offered.</summary>
    public int? Port { get; init; } = DefaultPort;

    /// <summary>TCP port with TLS; null without TLS.</summary>
    public int? TlsPort { get; init; }

    /// <summary>The files of TLS: its certificate, and the authorities of the clients' certificates (null asks clients for none).</summary>
    public TlsFiles? Tls { get; init; }

    /// <summary>Whether the host's web listener serves it at <c>/mqtt</c> too.</summary>
    public bool WebSocket { get; init; }

    /// <summary>Whether sessions, subscriptions and retained messages outlast the process.</summary>
    public bool Persist { get; init; }

    /// <summary>Who may connect by password; empty lets anybody in, which is allowed on loopback only.</summary>
    public ImmutableArray<BrokerAccount> Accounts { get; init; } = [];

    /// <summary>What it bears.</summary>
    public BrokerLimits Limits { get; init; } = new();
}

/// <summary>Somebody who may connect to a site's broker.</summary>
public sealed record BrokerAccount
{
    /// <summary>User name, or the common name of a client certificate.</summary>
    public required string Username { get; init; }

    /// <summary>Where the password is; null for those who come with a certificate.</summary>
    public SecretSource? Password { get; init; }

    /// <summary>Topic filters to which it may publish; empty for none. <c>{device}</c>-like placeholders: <c>{username}</c>, <c>{clientId}</c>.</summary>
    public ImmutableArray<string> Publish { get; init; } = [];

    /// <summary>Topic filters that it may subscribe to; empty for none.</summary>
    public ImmutableArray<string> Subscribe { get; init; } = [];
}

/// <summary>What a site's broker bears; null takes the broker's own default.</summary>
/// <param name="Connections">Connections at once.</param>
/// <param name="PacketBytes">Greatest packet, in bytes.</param>
/// <param name="QueuedBytes">Greatest outgoing queue of a client, in bytes.</param>
/// <param name="RetainedBytes">Retained messages in all, in bytes.</param>
/// <param name="Subscriptions">Subscriptions of a client.</param>
/// <param name="InFlight">Messages of QoS 1 and 2 under way to or from a client.</param>
public sealed record BrokerLimits(
    int? Connections = null, int? PacketBytes = null, int? QueuedBytes = null, int? RetainedBytes = null, int? Subscriptions = null, int? InFlight = null);

/// <summary>The PEM files of a TLS connection; relative paths are of the process's working folder.</summary>
/// <param name="Authorities">Certificates of the authorities that are trusted; null trusts those of the machine.</param>
/// <param name="Certificate">Our own certificate with its chain; null presents none.</param>
/// <param name="Key">Private key of <paramref name="Certificate"/>; null when the certificate's file holds it, or there is none.</param>
public sealed record TlsFiles(string? Authorities, string? Certificate, string? Key);

/// <summary>Where a secret is, for secrets are never in a description: exactly one of the two.</summary>
/// <param name="Environment">Name of an environment variable.</param>
/// <param name="File">Path of a file, whose text without the last line break is the secret.</param>
public sealed record SecretSource(string? Environment, string? File);
