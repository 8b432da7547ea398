namespace Twins.Protocols.Mqtt;

/// <summary>
/// Stands for a QoS 1 or 2 message that is to be acknowledged (<see cref="IMqttClient.Acknowledge"/>); keep it as long as the message is
/// being worked on. The default value stands for none.
/// </summary>
public readonly record struct MqttAcknowledgement
{
    internal MqttAcknowledgement(int era, ushort packetId, MqttQualityOfService qualityOfService, long place)
    {
        Era = era;
        PacketId = packetId;
        Place = place;
        QualityOfService = qualityOfService;
    }

    /// <summary>Whether there is nothing to acknowledge: a QoS 0 message.</summary>
    public bool IsNone => PacketId == 0;

    /// <summary>The QoS at which the message came.</summary>
    public MqttQualityOfService QualityOfService { get; }

    /// <summary>Which connection (QoS 1) or session (QoS 2) of its client the message came over.</summary>
    internal int Era { get; }

    internal ushort PacketId { get; }

    /// <summary>Its place among the messages of its QoS.</summary>
    internal long Place { get; }
}
