namespace Twins.Protocols.Mqtt.Wire;

/// <summary>Where a property stands (5.0, table 2-4).</summary>
[Flags]
internal enum PropertyUse
{
    None = 0,
    Connect = 1 << 0,
    Will = 1 << 1,
    ConnAck = 1 << 2,
    Publish = 1 << 3,

    /// <summary>PUBACK, PUBREC, PUBREL, PUBCOMP, SUBACK and UNSUBACK, which know the same.</summary>
    Ack = 1 << 4,
    Subscribe = 1 << 5,
    Unsubscribe = 1 << 6,
    Disconnect = 1 << 7,
    Auth = 1 << 8,
    Everywhere = (1 << 9) - 1,
}
