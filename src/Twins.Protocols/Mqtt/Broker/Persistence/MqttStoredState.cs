using System.Collections.Immutable;

namespace Twins.Protocols.Mqtt;

/// <summary>What a store kept of a broker that stopped, orderly or not.</summary>
/// <param name="Sessions">The sessions.</param>
/// <param name="Retained">The retained messages, one per topic at most.</param>
public sealed record MqttStoredState(ImmutableArray<MqttRecoveredSession> Sessions, ImmutableArray<MqttStoredMessage> Retained)
{
    /// <summary>A store that holds nothing yet.</summary>
    public static MqttStoredState Empty { get; } = new([], []);
}

/// <summary>A session with all it holds.</summary>
/// <param name="Session">The session itself.</param>
/// <param name="Subscriptions">Its subscriptions, one per filter.</param>
/// <param name="Deliveries">What was under way to it, in the order of their sequence.</param>
/// <param name="Receipts">The packet identifiers of messages of QoS 2 that it sent and has not released.</param>
public sealed record MqttRecoveredSession(
    MqttStoredSession Session,
    ImmutableArray<MqttStoredSubscription> Subscriptions,
    ImmutableArray<MqttRecoveredDelivery> Deliveries,
    ImmutableArray<ushort> Receipts);

/// <summary>A message that was under way when the broker stopped.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Message">The message.</param>
/// <param name="Released">Whether the subscriber has it already (PUBREC), so that only its PUBREL is repeated.</param>
public sealed record MqttRecoveredDelivery(MqttStoredDelivery Delivery, MqttStoredMessage Message, bool Released);
