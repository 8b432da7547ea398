namespace Twins.Protocols.Mqtt;

/// <summary>How surely a message is delivered (5.0, section 4.3). It holds between two neighbours: publisher and broker, broker and subscriber.</summary>
public enum MqttQualityOfService
{
    /// <summary>QoS 0: sent once and not acknowledged; lost when the connection is.</summary>
    AtMostOnce = 0,

    /// <summary>QoS 1: sent until acknowledged; may arrive more than once.</summary>
    AtLeastOnce = 1,

    /// <summary>QoS 2: acknowledged in two steps, so that it arrives exactly once.</summary>
    ExactlyOnce = 2,
}
