using System.Collections.Immutable;
using System.Net;
using System.Net.Security;
using Twins.Adapters.Mqtt.Broker.Access;
using Twins.Sites;

namespace Twins.Adapters.Mqtt.Broker;

/// <summary>One address on which a broker listens.</summary>
/// <param name="Address">IP address.</param>
/// <param name="Port">TCP port; 0 takes a free one.</param>
/// <param name="Tls">Certificate and demands of TLS; null listens without.</param>
public sealed record BrokerEndpoint(IPAddress Address, int Port, SslServerAuthenticationOptions? Tls = null);

/// <summary>Where a broker listens, what it bears, and what it does not let through.</summary>
public sealed record SiteBrokerOptions
{
    /// <summary>Default of <see cref="MaxConnections"/>.</summary>
    public const int DefaultMaxConnections = 2_000;

    /// <summary>Default of <see cref="MaxSubscribedSessions"/>: routing asks every subscribed session, so its cost grows with them.</summary>
    public const int DefaultMaxSubscribedSessions = 500;

    /// <summary>Default of <see cref="MaxPacketBytes"/>: 1 MiB.</summary>
    public const int DefaultMaxPacketBytes = 1 << 20;

    /// <summary>Default of <see cref="MaxConnectBytes"/>: 64 KiB.</summary>
    public const int DefaultMaxConnectBytes = 64 << 10;

    /// <summary>Default of <see cref="MaxQueuedMessages"/>.</summary>
    public const int DefaultMaxQueuedMessages = 100_000;

    /// <summary>Default of <see cref="MaxQueuedBytes"/> and <see cref="MaxRetainedBytes"/>: 64 MiB.</summary>
    public const int DefaultMaxBytes = 64 << 20;

    /// <summary>Default of <see cref="MaxInFlight"/>.</summary>
    public const int DefaultMaxInFlight = 1024;

    /// <summary>Whose broker, as messages begin: <c>The broker of 'stuttgart-dc'</c>.</summary>
    public required string Owner { get; init; }

    /// <summary>The tag of its metrics.</summary>
    public string Site { get; init; } = "";

    /// <summary>Where it listens; empty when only the host's web listener leads to it.</summary>
    public ImmutableArray<BrokerEndpoint> Endpoints { get; init; } = [];

    /// <summary>Clients connected at once; one more is refused with 0x97 (3.1.1: 3).</summary>
    public int MaxConnections { get; init; } = DefaultMaxConnections;

    /// <summary>Sessions with a subscription; the subscription of one more is refused with 0x97 (3.1.1: 0x80).</summary>
    public int MaxSubscribedSessions { get; init; } = DefaultMaxSubscribedSessions;

    /// <summary>Subscriptions of one session; one more is refused with 0x97 (3.1.1: 0x80).</summary>
    public int MaxSubscriptions { get; init; } = 1000;

    /// <summary>Longest packet of a client that is known; a longer one ends its connection with 0x95.</summary>
    public int MaxPacketBytes { get; init; } = DefaultMaxPacketBytes;

    /// <summary>Longest CONNECT, whose sender is not known yet; a longer one ends the connection.</summary>
    public int MaxConnectBytes { get; init; } = DefaultMaxConnectBytes;

    /// <summary>From being accepted until the CONNECT has arrived.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Messages that wait for one client; from half of it on, publishers are slowed.</summary>
    public int MaxQueuedMessages { get; init; } = DefaultMaxQueuedMessages;

    /// <summary>Bytes that wait for one client, shared payloads counted for each; as above.</summary>
    public long MaxQueuedBytes { get; init; } = DefaultMaxBytes;

    /// <summary>Messages of QoS 1 and 2 under way to a client, or from a client of 5.0, unacknowledged.</summary>
    public int MaxInFlight { get; init; } = DefaultMaxInFlight;

    /// <summary>Retained messages in all; one more is delivered and not retained.</summary>
    public int MaxRetainedMessages { get; init; } = 20_000;

    /// <summary>Bytes of retained topics and payloads in all; as above.</summary>
    public long MaxRetainedBytes { get; init; } = DefaultMaxBytes;

    /// <summary>Topic aliases of a client, and towards one.</summary>
    public int MaxTopicAliases { get; init; } = 64;

    /// <summary>Longest keep-alive of a client of 5.0; those that want a longer one, or none, are given this.</summary>
    public TimeSpan MaxKeepAlive { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// A client that acknowledged nothing for so long while messages are under way is taken for stopped: messages with an expiry wait
    /// until it is back, or expire.
    /// </summary>
    public TimeSpan StalledAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a publisher waits for a subscriber whose queue is more than half full.</summary>
    public TimeSpan PublisherPatience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Topics of commands, as topic filters, where <c>#/</c> in front stands for any levels: a retained message to one is dropped, since
    /// it would command a device each time it connects.
    /// </summary>
    public ImmutableArray<string> CommandTopics { get; init; } = ["#/set"];

    /// <summary>The file that keeps retained messages; null keeps them in memory only.</summary>
    public string? RetainedFile { get; init; }

    /// <summary>What a site file says.</summary>
    /// <param name="site">The site.</param>
    /// <param name="broker">Its broker.</param>
    /// <param name="simulated">
    /// Whether this run only simulates the site: then there is one listener, without TLS, on a free loopback port, so that several runs on
    /// one machine do not meet.
    /// </param>
    /// <exception cref="BrokerStartException">A TLS file cannot be used.</exception>
    public static SiteBrokerOptions Of(string site, BrokerDescription broker, bool simulated)
    {
        ArgumentNullException.ThrowIfNull(broker);
        var owner = $"The broker of '{site}'";
        var limits = broker.Limits;
        return new SiteBrokerOptions
        {
            Owner = owner,
            Site = site,
            Endpoints = simulated ? [new BrokerEndpoint(IPAddress.Loopback, 0)] : EndpointsOf(owner, broker),
            MaxConnections = limits.Connections ?? DefaultMaxConnections,
            MaxPacketBytes = limits.PacketBytes ?? DefaultMaxPacketBytes,
            MaxConnectBytes = Math.Min(limits.PacketBytes ?? DefaultMaxPacketBytes, DefaultMaxConnectBytes),
            MaxQueuedBytes = Math.Max(limits.QueuedBytes ?? DefaultMaxBytes, limits.PacketBytes ?? 0),
            MaxRetainedBytes = limits.RetainedBytes ?? DefaultMaxBytes,
            MaxSubscriptions = limits.Subscriptions ?? 1000,
            MaxInFlight = limits.InFlight ?? DefaultMaxInFlight,
        };
    }

    private static ImmutableArray<BrokerEndpoint> EndpointsOf(string owner, BrokerDescription broker)
    {
        var endpoints = ImmutableArray.CreateBuilder<BrokerEndpoint>();
        var address = IPAddress.Parse(broker.Listen);
        if (broker.Port is { } port)
        {
            endpoints.Add(new BrokerEndpoint(IPAddress.IsLoopback(address) ? address : IPAddress.Loopback, port));
        }

        if (broker.TlsPort is { } tlsPort)
        {
            endpoints.Add(new BrokerEndpoint(address, tlsPort, BrokerTlsFiles.Read(owner, broker.Tls!)));
        }

        return endpoints.ToImmutable();
    }
}
