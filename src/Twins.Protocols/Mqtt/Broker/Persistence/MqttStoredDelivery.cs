using System.Collections.Immutable;

namespace Twins.Protocols.Mqtt;

/// <summary>A message of QoS 1 or 2 under way to a session.</summary>
/// <param name="ClientId">Whose session.</param>
/// <param name="Sequence">
/// Counts the deliveries of a session from 1 and orders them; client identifier and sequence identify a delivery. The packet identifier
/// follows from it.
/// </param>
/// <param name="QualityOfService">With which it is delivered: not more than published, not more than subscribed.</param>
/// <param name="Retain">Its retain flag.</param>
/// <param name="SubscriptionIdentifiers">Of the subscriptions that it matches; empty when they have none.</param>
/// <param name="Share">The shared subscription, <c>$share/name/filter</c>, through which the session got it; null when it did not.</param>
public readonly record struct MqttStoredDelivery(
    string ClientId,
    long Sequence,
    MqttQualityOfService QualityOfService,
    bool Retain,
    ImmutableArray<int> SubscriptionIdentifiers,
    string? Share);
