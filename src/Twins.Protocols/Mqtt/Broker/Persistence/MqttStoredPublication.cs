namespace Twins.Protocols.Mqtt;

/// <summary>What follows from one message that a broker took.</summary>
/// <param name="message">The message.</param>
/// <param name="retain">Whether it becomes its topic's retained message; with an empty payload it removes that.</param>
/// <param name="receipt">The publisher's session and packet identifier; null unless it was sent with QoS 2 by a session that is kept.</param>
/// <param name="deliveries">To which sessions it is under way; without those that end with their connection.</param>
public readonly ref struct MqttStoredPublication(
    MqttStoredMessage message, bool retain, MqttStoredReceipt? receipt, ReadOnlySpan<MqttStoredDelivery> deliveries)
{
    /// <summary>The message.</summary>
    public MqttStoredMessage Message { get; } = message;

    /// <summary>Whether it becomes its topic's retained message; with an empty payload it removes that.</summary>
    public bool Retain { get; } = retain;

    /// <summary>
    /// The publisher's session and packet identifier, which must be known until the publisher releases it, lest a repeated message be
    /// taken twice; null unless it was sent with QoS 2 by a session that is kept.
    /// </summary>
    public MqttStoredReceipt? Receipt { get; } = receipt;

    /// <summary>To which sessions it is under way; without those that end with their connection.</summary>
    public ReadOnlySpan<MqttStoredDelivery> Deliveries { get; } = deliveries;
}

/// <summary>A packet identifier with which a publisher sent a message of QoS 2 that it has not released yet.</summary>
/// <param name="ClientId">The publisher.</param>
/// <param name="PacketId">The packet identifier, 1 to 65535.</param>
public readonly record struct MqttStoredReceipt(string ClientId, ushort PacketId);
