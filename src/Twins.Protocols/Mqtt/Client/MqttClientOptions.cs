using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Twins.Protocols.Validation;

namespace Twins.Protocols.Mqtt;

/// <summary>How a client reaches its server, who it is there and how it treats the connection. Checked when the client is created.</summary>
public sealed record MqttClientOptions : IValidatableObject
{
    /// <summary>The registered port without TLS (5.0, section 4.2).</summary>
    public const int DefaultPort = 1883;

    /// <summary>The registered port with TLS.</summary>
    public const int DefaultTlsPort = 8883;

    /// <summary>Default of <see cref="ReceiveMaximum"/>.</summary>
    public const int DefaultReceiveMaximum = 1024;

    /// <summary>Default of <see cref="MaximumPacketSize"/>: 1 MiB.</summary>
    public const int DefaultMaximumPacketSize = 1024 * 1024;

    /// <summary>Default of <see cref="TopicAliasMaximum"/> and <see cref="OutgoingTopicAliases"/>.</summary>
    public const int DefaultTopicAliases = 64;

    /// <summary>What <see cref="MaxInFlight"/> stands for with 5.0, where the server says how many it takes.</summary>
    public const int UsualMaxInFlight = 1024;

    /// <summary>
    /// What <see cref="MaxInFlight"/> stands for with 3.1.1, where a server cannot say how many it takes, and common ones close the connection
    /// beyond 20.
    /// </summary>
    public const int CautiousMaxInFlight = 20;

    /// <summary>Default of <see cref="QueueCapacity"/>.</summary>
    public const int DefaultQueueCapacity = 4096;

    /// <summary>Default of <see cref="QueueBytes"/>: 16 MiB.</summary>
    public const int DefaultQueueBytes = 16 * 1024 * 1024;

    /// <summary>Default of <see cref="Jitter"/>.</summary>
    public const double DefaultJitter = 0.2;

    /// <summary>Default of <see cref="KeepAlive"/>: 60 s.</summary>
    public static readonly TimeSpan DefaultKeepAlive = TimeSpan.FromSeconds(60);

    /// <summary>Default of <see cref="PingTimeout"/>: 10 s.</summary>
    public static readonly TimeSpan DefaultPingTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Default of <see cref="ConnectTimeout"/>: 10 s.</summary>
    public static readonly TimeSpan DefaultConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Default of <see cref="ReconnectDelay"/>: 0.5 s.</summary>
    public static readonly TimeSpan DefaultReconnectDelay = TimeSpan.FromSeconds(0.5);

    /// <summary>Default of <see cref="MaxReconnectDelay"/>: 30 s.</summary>
    public static readonly TimeSpan DefaultMaxReconnectDelay = TimeSpan.FromSeconds(30);

    /// <summary>The longest that a duration in seconds can say in the protocol short of "without end": 2^32 - 2 s, 136 years.</summary>
    public static readonly TimeSpan LongestDuration = TimeSpan.FromSeconds(uint.MaxValue - 1L);

    /// <summary>Host name or address of the server.</summary>
    [Required(ErrorMessage = "Host is empty, but must name a host or an address.")]
    public required string Host { get; init; }

    /// <summary>TCP port, 1 to 65535; 0, the default: 1883, with TLS 8883, over WebSocket 80 and 443.</summary>
    [Within("0", "65535")]
    public int Port { get; init; }

    /// <summary>How the connection is encrypted; <see langword="null"/>, the default: it is not.</summary>
    public MqttTlsOptions? Tls { get; init; }

    /// <summary>
    /// Path of the server's WebSocket (<c>/mqtt</c>), with which the connection is a WebSocket (5.0, section 6);
    /// <see langword="null"/>, the default: plain TCP or TLS.
    /// </summary>
    public string? WebSocketPath { get; init; }

    /// <summary>The version to speak; 5.0 unless set.</summary>
    public MqttProtocolVersion Version { get; init; } = MqttProtocolVersion.V500;

    /// <summary>
    /// Who the client is: servers know sessions by it, and end an older connection of the same name. Empty, the default: the server
    /// gives one.
    /// </summary>
    public string ClientId { get; init; } = "";

    /// <summary>User name; <see langword="null"/>, the default: none.</summary>
    public string? Username { get; init; }

    /// <summary>Password; <see langword="null"/>, the default: none. 3.1.1 has none without a user name (MQTT-3.1.2-22).</summary>
    public ReadOnlyMemory<byte>? Password { get; init; }

    /// <summary>What the server publishes when the client is lost; <see langword="null"/>, the default: nothing.</summary>
    public MqttWill? Will { get; init; }

    /// <summary>
    /// Whether the first connection begins a new session, erasing what the server kept of an earlier one; on unless set. Without it
    /// the session of an earlier process goes on: messages that the server kept arrive, but what that process had under way at
    /// QoS 2 is not known here. Connections after the first always resume.
    /// </summary>
    public bool CleanStart { get; init; } = true;

    /// <summary>
    /// How long the server is to keep the session after a connection was lost; zero, the default: the session ends with the
    /// connection; from 2^32 - 1 s on: without end. 3.1.1 knows only zero and without end.
    /// </summary>
    public TimeSpan SessionExpiry { get; init; }

    /// <summary>
    /// How long the connection may be silent before it is probed, in whole seconds, 0 to 65535 s; 60 s unless set; zero: never. A
    /// server of 5.0 may decide otherwise.
    /// </summary>
    [Within("00:00:00", "18:12:15")]
    public TimeSpan KeepAlive { get; init; } = DefaultKeepAlive;

    /// <summary>How long a probe's answer is waited for before the connection counts as lost; 1 ms to 10 min, 10 s unless set.</summary>
    [Within("00:00:00.001", "00:10:00")]
    public TimeSpan PingTimeout { get; init; } = DefaultPingTimeout;

    /// <summary>How long an attempt to connect may take, to the server's CONNACK; 1 ms to 10 min, 10 s unless set.</summary>
    [Within("00:00:00.001", "00:10:00")]
    public TimeSpan ConnectTimeout { get; init; } = DefaultConnectTimeout;

    /// <summary>
    /// Whether the receiver acknowledges each QoS 1 and 2 message (<see cref="IMqttClient.Acknowledge"/>); off unless set: messages are
    /// acknowledged when <see cref="IMqttReceiver.OnBatchEndAsync"/> has completed.
    /// </summary>
    public bool ManualAcknowledgement { get; init; }

    /// <summary>
    /// How many QoS 1 and 2 messages may be unacknowledged by the receiver before the server waits, 1 to 65535; 1024 unless set. 3.1.1
    /// cannot tell the server.
    /// </summary>
    [Within("1", "65535")]
    public int ReceiveMaximum { get; init; } = DefaultReceiveMaximum;

    /// <summary>
    /// The largest packet that is taken, 128 to 268,435,460 bytes; 1 MiB unless set. A larger one ends the connection; a server of 5.0 is
    /// told and sends none.
    /// </summary>
    [Within("128", "268435460")]
    public int MaximumPacketSize { get; init; } = DefaultMaximumPacketSize;

    /// <summary>How many topic aliases the server may use, 0 to 65535; 64 unless set. Each keeps one topic name in memory (5.0).</summary>
    [Within("0", "65535")]
    public int TopicAliasMaximum { get; init; } = DefaultTopicAliases;

    /// <summary>
    /// For how many topics, those published last, an alias is used in place of the name, as far as the server takes aliases, 0 to 65535; 64
    /// unless set (5.0).
    /// </summary>
    [Within("0", "65535")]
    public int OutgoingTopicAliases { get; init; } = DefaultTopicAliases;

    /// <summary>Whether the server is asked what response topics should begin with (5.0, section 3.1.2.11.6); off unless set.</summary>
    public bool RequestResponseInformation { get; init; }

    /// <summary>Names and values for the server, sent when connecting (5.0); none by default.</summary>
    public ImmutableArray<MqttUserProperty> UserProperties { get; init; } = [];

    /// <summary>
    /// How many QoS 1 and 2 messages may be unacknowledged by the server at once, 1 to 32768, or fewer if the server takes fewer; 0, the
    /// default: 1024 with 5.0, 20 with 3.1.1.
    /// </summary>
    [Within("0", "32768")]
    public int MaxInFlight { get; init; }

    /// <summary>How many messages may wait to be sent, 1 to 1,000,000; 4096 unless set. See <see cref="IMqttClient.PublishAsync"/>.</summary>
    [Within("1", "1000000")]
    public int QueueCapacity { get; init; } = DefaultQueueCapacity;

    /// <summary>How many bytes of payload and topic may wait to be sent, 1 KiB to 2 GiB - 1; 16 MiB unless set.</summary>
    [Within("1024", "2147483647")]
    public int QueueBytes { get; init; } = DefaultQueueBytes;

    /// <summary>Wait before a lost or refused connection is tried again; doubled by each failure; 1 ms to 1 h, 0.5 s unless set.</summary>
    [Within("00:00:00.001", "01:00:00")]
    public TimeSpan ReconnectDelay { get; init; } = DefaultReconnectDelay;

    /// <summary>
    /// The most that <see cref="ReconnectDelay"/> grows to; 30 s unless set. A connection that held for as long starts anew from
    /// <see cref="ReconnectDelay"/>.
    /// </summary>
    [Within("00:00:00.001", "01:00:00")]
    public TimeSpan MaxReconnectDelay { get; init; } = DefaultMaxReconnectDelay;

    /// <summary>By which fraction delays are varied at random to either side, 0 to 0.5, so that many clients do not come at once; 0.2 unless set.</summary>
    [Within("0", "0.5")]
    public double Jitter { get; init; } = DefaultJitter;

    /// <summary>The number that <see cref="MaxInFlight"/> stands for.</summary>
    internal int MaxInFlightInUse => (MaxInFlight, Version) switch
    {
        (0, MqttProtocolVersion.V311) => CautiousMaxInFlight,
        (0, _) => UsualMaxInFlight,
        _ => MaxInFlight,
    };

    /// <summary>The port that <see cref="Port"/> stands for.</summary>
    internal int PortInUse => (Port, WebSocketPath, Tls) switch
    {
        ( > 0, _, _) => Port,
        (_, null, null) => DefaultPort,
        (_, null, _) => DefaultTlsPort,
        (_, _, null) => 80,
        _ => 443,
    };

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => MqttClientOptionChecks.Errors(this);

    /// <summary>Shows where and who, never the password.</summary>
    public override string ToString() => $"MQTT {Version} to {Host}:{PortInUse} as '{ClientId}'";
}
