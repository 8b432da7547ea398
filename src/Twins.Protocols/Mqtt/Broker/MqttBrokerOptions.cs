using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Twins.Protocols.Mqtt.Topics;
using Twins.Protocols.Validation;

namespace Twins.Protocols.Mqtt;

/// <summary>Where a broker listens, how much it takes on, and what it does at each bound. Checked when the broker is created.</summary>
public sealed record MqttBrokerOptions : IValidatableObject
{
    /// <summary>Default of <see cref="MaxConnections"/>.</summary>
    public const int DefaultMaxConnections = 10_000;

    /// <summary>Default of <see cref="MaxSessions"/>.</summary>
    public const int DefaultMaxSessions = 20_000;

    /// <summary>Default of <see cref="MaxPacketSize"/>: 1 MiB.</summary>
    public const int DefaultMaxPacketSize = 1 << 20;

    /// <summary>Default of <see cref="ReceiveMaximum"/> and <see cref="MaxInFlight"/>.</summary>
    public const int DefaultMaxInFlight = 1024;

    /// <summary>Default of <see cref="MaxQueuedMessages"/>.</summary>
    public const int DefaultMaxQueuedMessages = 8192;

    /// <summary>Default of <see cref="MaxQueuedBytes"/>: 8 MiB.</summary>
    public const int DefaultMaxQueuedBytes = 8 << 20;

    /// <summary>Default of <see cref="MaxRetainedMessages"/>.</summary>
    public const int DefaultMaxRetainedMessages = 100_000;

    /// <summary>Default of <see cref="MaxRetainedBytes"/>: 64 MiB.</summary>
    public const int DefaultMaxRetainedBytes = 64 << 20;

    /// <summary>Default of <see cref="MaxSubscriptionsPerClient"/>.</summary>
    public const int DefaultMaxSubscriptionsPerClient = 1000;

    /// <summary>Default of <see cref="MaxTopicLevels"/>.</summary>
    public const int DefaultMaxTopicLevels = TopicFilter.MaxLevels;

    /// <summary>Default of <see cref="TopicAliasMaximum"/> and <see cref="MaxTopicAliasesPerClient"/>.</summary>
    public const int DefaultTopicAliases = 64;

    /// <summary>Default of <see cref="MaxKeepAlive"/>: 1 min.</summary>
    public static readonly TimeSpan DefaultMaxKeepAlive = TimeSpan.FromMinutes(1);

    /// <summary>Default of <see cref="ConnectTimeout"/>: 10 s.</summary>
    public static readonly TimeSpan DefaultConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Default of <see cref="MaxSessionExpiry"/>: 7 days.</summary>
    public static readonly TimeSpan DefaultMaxSessionExpiry = TimeSpan.FromDays(7);

    /// <summary>Default of <see cref="PublisherPatience"/>: 1 s.</summary>
    public static readonly TimeSpan DefaultPublisherPatience = TimeSpan.FromSeconds(1);

    /// <summary>Default of <see cref="FarewellTimeout"/>: 2 s.</summary>
    public static readonly TimeSpan DefaultFarewellTimeout = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Where the broker listens; one plain listener on loopback unless set. None at all is allowed: clients then come through
    /// <see cref="MqttBroker.ServeAsync"/> only.
    /// </summary>
    public ImmutableArray<MqttListenerOptions> Listeners { get; init; } = [new MqttListenerOptions()];

    /// <summary>
    /// How many clients are connected at once, 1 to 1,000,000; 10,000 unless set. One more is refused with 0x97 (quota exceeded).
    /// </summary>
    [Within("1", "1000000")]
    public int MaxConnections { get; init; } = DefaultMaxConnections;

    /// <summary>
    /// How many sessions are held, with or without a connection, 1 to 1,000,000; 20,000 unless set. A client that would begin one more is
    /// refused with 0x97.
    /// </summary>
    [Within("1", "1000000")]
    public int MaxSessions { get; init; } = DefaultMaxSessions;

    /// <summary>
    /// From being accepted until the CONNECT was answered, TLS included; 100 ms to 10 min, 10 s unless set. Then the connection is closed.
    /// </summary>
    [Within("00:00:00.1", "00:10:00")]
    public TimeSpan ConnectTimeout { get; init; } = DefaultConnectTimeout;

    /// <summary>
    /// The longest packet that is accepted, header included, 128 to 268,435,460 bytes; 1 MiB unless set. A longer one closes its
    /// connection with 0x95. Clients of 5.0 are told.
    /// </summary>
    [Within("128", "268435460")]
    public int MaxPacketSize { get; init; } = DefaultMaxPacketSize;

    /// <summary>
    /// How many messages of QoS 1 and 2 a client of 5.0 may send before the first was acknowledged, 1 to 65535; 1024 unless set. One more
    /// closes its connection with 0x93. 3.1.1 does not know this bound; TCP slows its clients.
    /// </summary>
    [Within("1", "65535")]
    public int ReceiveMaximum { get; init; } = DefaultMaxInFlight;

    /// <summary>
    /// How many messages of QoS 1 and 2 are sent to a client before it acknowledged the first, 1 to 65535; 1024 unless set, and never more
    /// than the client's own receive maximum. The rest waits in its queue.
    /// </summary>
    [Within("1", "65535")]
    public int MaxInFlight { get; init; } = DefaultMaxInFlight;

    /// <summary>
    /// How many messages of QoS 1 and 2 are held for a client, unacknowledged ones included, 16 to 60,000; 8192 unless set. From half of it
    /// on its publishers are slowed (<see cref="PublisherPatience"/>). One more disconnects a slow client with 0x97, and is dropped, counted
    /// and named when the client is away.
    /// </summary>
    [Within("16", "60000")]
    public int MaxQueuedMessages { get; init; } = DefaultMaxQueuedMessages;

    /// <summary>
    /// How many bytes are held for a client: of queued messages as they count there, and of what is being sent to it; 4 KiB to 1 GiB, and
    /// not less than <see cref="MaxPacketSize"/>; 8 MiB unless set. At the bound messages of QoS 0 are dropped and counted; otherwise as for
    /// <see cref="MaxQueuedMessages"/>.
    /// </summary>
    [Within("4096", "1073741824")]
    public int MaxQueuedBytes { get; init; } = DefaultMaxQueuedBytes;

    /// <summary>
    /// How many retained messages are kept, 0 to 10,000,000; 100,000 unless set. One more is delivered but not retained, and its publisher
    /// told 0x97.
    /// </summary>
    [Within("0", "10000000")]
    public int MaxRetainedMessages { get; init; } = DefaultMaxRetainedMessages;

    /// <summary>How many bytes of topics, payloads and properties are retained, 0 to 2,147,483,647; 64 MiB unless set. As above.</summary>
    [Within("0", "2147483647")]
    public int MaxRetainedBytes { get; init; } = DefaultMaxRetainedBytes;

    /// <summary>How many subscriptions a session may hold, 1 to 1,000,000; 1000 unless set. One more is refused with 0x97 (3.1.1: 0x80).</summary>
    [Within("1", "1000000")]
    public int MaxSubscriptionsPerClient { get; init; } = DefaultMaxSubscriptionsPerClient;

    /// <summary>
    /// Of how many levels a topic name or filter may consist, 1 to 128, which is the default. A longer name is refused with 0x90, a longer
    /// filter with 0x8F.
    /// </summary>
    [Within("1", "128")]
    public int MaxTopicLevels { get; init; } = DefaultMaxTopicLevels;

    /// <summary>How many topic aliases a client of 5.0 may use for what it publishes, 0 to 65535; 64 unless set. A higher one closes its connection with 0x94.</summary>
    [Within("0", "65535")]
    public int TopicAliasMaximum { get; init; } = DefaultTopicAliases;

    /// <summary>How many topic aliases are used towards a client that allows them, 0 to 65535; 64 unless set.</summary>
    [Within("0", "65535")]
    public int MaxTopicAliasesPerClient { get; init; } = DefaultTopicAliases;

    /// <summary>
    /// The longest keep-alive, 1 s to 65,535 s; 1 min unless set, so that a client that vanished is noticed, and its will published, within
    /// one and a half. Clients of 5.0 that want a longer one, or none, are given this (server keep alive); with 65,535 s those that want
    /// none have none. 3.1.1 has no way to tell the client, so there its own value holds.
    /// </summary>
    [Within("00:00:01", "18:12:15")]
    public TimeSpan MaxKeepAlive { get; init; } = DefaultMaxKeepAlive;

    /// <summary>
    /// How long a session outlives its connection at most, 0 to 3650 days; 7 days unless set. Clients of 5.0 are told; the sessions of
    /// 3.1.1, which the standard lets last for ever, end then too.
    /// </summary>
    [Within("00:00:00", "3650.00:00:00")]
    public TimeSpan MaxSessionExpiry { get; init; } = DefaultMaxSessionExpiry;

    /// <summary>
    /// How long the reading of a publisher pauses for a subscriber whose queue is more than half full, 0 to 1 min; 1 s unless set. A
    /// subscriber that needs longer to take a half of that is slow: named in the diagnostics, and waited for by nobody until it caught up.
    /// With 0 nobody ever waits.
    /// </summary>
    [Within("00:00:00", "00:01:00")]
    public TimeSpan PublisherPatience { get; init; } = DefaultPublisherPatience;

    /// <summary>How long a client that is disconnected is given to take what was being sent to it, and why; 0 to 1 min, 2 s unless set.</summary>
    [Within("00:00:00", "00:01:00")]
    public TimeSpan FarewellTimeout { get; init; } = DefaultFarewellTimeout;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Listeners.IsDefault)
        {
            yield return new ValidationResult("Listeners is missing; an empty list means none.");
        }
        else
        {
            foreach (var error in Listeners.SelectMany(Errors))
            {
                yield return error;
            }
        }

        if (MaxQueuedBytes < MaxPacketSize)
        {
            yield return new ValidationResult(FormattableString.Invariant(
                $"MaxQueuedBytes is {MaxQueuedBytes}, but must hold a packet of MaxPacketSize, {MaxPacketSize} bytes."));
        }
    }

    private static List<ValidationResult> Errors(MqttListenerOptions listener)
    {
        var errors = new List<ValidationResult>();
        Validator.TryValidateObject(listener, new ValidationContext(listener), errors, validateAllProperties: true);
        return errors;
    }
}
