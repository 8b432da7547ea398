namespace Twins.Protocols.Mqtt;

/// <summary>A session that outlives its connection (5.0, section 4.1), without what it holds.</summary>
/// <param name="ClientId">Its client identifier, unique.</param>
/// <param name="Owner">The name of the identity that opened it.</param>
/// <param name="Version">The version that its client spoke last.</param>
/// <param name="Expiry">How long it is kept without a connection; <see cref="TimeSpan.MaxValue"/> means for ever.</param>
/// <param name="DisconnectedAt">Since when it has no connection; null while it has one.</param>
/// <param name="Will">Its will while it is due neither to be sent nor to be dropped; null when there is none.</param>
public sealed record MqttStoredSession(
    string ClientId, string Owner, MqttProtocolVersion Version, TimeSpan Expiry, DateTimeOffset? DisconnectedAt, MqttStoredWill? Will);

/// <summary>A will that may still have to be published.</summary>
/// <param name="Message">What to publish; its expiry counts from publication and is not in <see cref="MqttStoredMessage.ExpiresAt"/>.</param>
/// <param name="Retain">Whether it is retained.</param>
/// <param name="Delay">How long after the connection was lost it is published.</param>
/// <param name="Expiry">How long after its publication it is of use; null means for ever.</param>
public sealed record MqttStoredWill(MqttStoredMessage Message, bool Retain, TimeSpan Delay, TimeSpan? Expiry);

/// <summary>A subscription of a session.</summary>
/// <param name="Subscription">Filter and options.</param>
/// <param name="Identifier">Its subscription identifier (5.0, section 3.8.2.1.2), 1 to 268,435,455; 0 when it has none.</param>
public sealed record MqttStoredSubscription(MqttSubscription Subscription, int Identifier);
