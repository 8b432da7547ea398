using System.Collections.Immutable;

namespace Twins.Protocols.Mqtt.Broker.Routing;

/// <summary>How a message is delivered to one session.</summary>
/// <param name="QualityOfService">Not more than published, not more than subscribed.</param>
/// <param name="Retain">Its retain flag.</param>
/// <param name="Identifiers">Of the subscriptions that it matches.</param>
/// <param name="Share">The shared subscription through which the session gets it; null when through one of its own.</param>
internal readonly record struct DeliveryTerms(
    MqttQualityOfService QualityOfService, bool Retain, ImmutableArray<int> Identifiers, ShareGroup? Share);
