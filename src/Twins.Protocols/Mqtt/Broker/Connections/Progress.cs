namespace Twins.Protocols.Mqtt.Broker.Connections;

/// <summary>How far what was received has been handled.</summary>
/// <param name="Consumed">Bytes of whole packets that were handled.</param>
/// <param name="NeedsMore">Whether no whole packet is left, so that more has to be received.</param>
/// <param name="PacketLength">How long the packet is that has begun; 0 when that is not known.</param>
internal readonly record struct Progress(int Consumed, bool NeedsMore, int PacketLength);
