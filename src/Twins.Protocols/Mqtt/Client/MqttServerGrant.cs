using System.Collections.Immutable;

namespace Twins.Protocols.Mqtt;

/// <summary>What a server granted when it accepted the connection (CONNACK; 5.0, section 3.2.2.3). With 3.1.1 the defaults hold.</summary>
public sealed record MqttServerGrant
{
    /// <summary>The client identifier in use: the own one, or the one that the server assigned.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>Whether the server still had the session.</summary>
    public bool SessionPresent { get; init; }

    /// <summary>How long the server keeps the session after the connection; <see cref="TimeSpan.MaxValue"/>: without end.</summary>
    public TimeSpan SessionExpiry { get; init; }

    /// <summary>The keep-alive in force; <see cref="TimeSpan.Zero"/>: none.</summary>
    public TimeSpan KeepAlive { get; init; }

    /// <summary>How many QoS 1 and 2 messages the server takes at once.</summary>
    public int ReceiveMaximum { get; init; } = ushort.MaxValue;

    /// <summary>The largest packet that the server takes, in bytes; <see langword="null"/>: no limit but the protocol's.</summary>
    public int? MaximumPacketSize { get; init; }

    /// <summary>How many topic aliases the server takes.</summary>
    public int TopicAliasMaximum { get; init; }

    /// <summary>The highest QoS at which the server takes messages.</summary>
    public MqttQualityOfService MaximumQualityOfService { get; init; } = MqttQualityOfService.ExactlyOnce;

    /// <summary>Whether the server takes retained messages.</summary>
    public bool RetainAvailable { get; init; } = true;

    /// <summary>Whether the server takes filters with wildcards.</summary>
    public bool WildcardSubscriptionAvailable { get; init; } = true;

    /// <summary>Whether the server takes subscription identifiers.</summary>
    public bool SubscriptionIdentifierAvailable { get; init; } = true;

    /// <summary>Whether the server takes shared subscriptions (<c>$share/…</c>).</summary>
    public bool SharedSubscriptionAvailable { get; init; } = true;

    /// <summary>What response topics should begin with, if the server was asked and says so.</summary>
    public string? ResponseInformation { get; init; }

    /// <summary>What the server says of itself.</summary>
    public ImmutableArray<MqttUserProperty> UserProperties { get; init; } = [];
}
