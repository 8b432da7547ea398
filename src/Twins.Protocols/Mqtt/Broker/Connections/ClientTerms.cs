namespace Twins.Protocols.Mqtt.Broker.Connections;

/// <summary>What a client said in CONNECT of how it wants to be talked to.</summary>
/// <param name="Version">The version that it speaks.</param>
/// <param name="MaximumPacketSize">The longest packet that it accepts.</param>
/// <param name="Patience">After how long a silence its connection is closed: one and a half keep-alive intervals; null means never.</param>
internal sealed record ClientTerms(MqttProtocolVersion Version, int MaximumPacketSize, TimeSpan? Patience)
{
    /// <summary>How many keep-alive intervals a client may be silent [MQTT-3.1.2-22].</summary>
    private const double PatienceInIntervals = 1.5;

    /// <summary>The patience that goes with a keep-alive interval in seconds; 0 means none.</summary>
    public static TimeSpan? PatienceFor(int keepAliveSeconds) =>
        keepAliveSeconds == 0 ? null : TimeSpan.FromSeconds(keepAliveSeconds * PatienceInIntervals);
}
