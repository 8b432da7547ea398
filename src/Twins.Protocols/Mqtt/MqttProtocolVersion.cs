namespace Twins.Protocols.Mqtt;

/// <summary>The versions of the protocol that are spoken; each number is the protocol level of CONNECT (5.0, section 3.1.2.2).</summary>
public enum MqttProtocolVersion
{
    /// <summary>MQTT 3.1.1, OASIS Standard of 29 October 2014.</summary>
    V311 = 4,

    /// <summary>MQTT 5.0, OASIS Standard of 7 March 2019.</summary>
    V500 = 5,
}
