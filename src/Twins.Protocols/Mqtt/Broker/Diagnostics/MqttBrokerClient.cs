using System.Net;

namespace Twins.Protocols.Mqtt;

/// <summary>A session of a broker as an operator sees it.</summary>
/// <param name="ClientId">Its client identifier.</param>
/// <param name="Identity">The name of the identity that opened it; empty when anonymous.</param>
/// <param name="Version">The version that its client speaks, or spoke last.</param>
/// <param name="RemoteEndPoint">Where the client is; null when it is away, or the transport does not know.</param>
/// <param name="Transport">How it is connected (<see cref="MqttPeer.Transport"/>); null when it is away.</param>
/// <param name="ChangedAt">Since when it is connected, or away.</param>
/// <param name="Subscriptions">How many subscriptions it holds.</param>
/// <param name="QueuedMessages">How many messages of QoS 1 and 2 are held for it.</param>
/// <param name="QueuedBytes">How many bytes are held for it.</param>
/// <param name="Dropped">How many deliveries to it were dropped since the session began.</param>
/// <param name="IsSlow">Whether it is a slow consumer now.</param>
public sealed record MqttBrokerClient(
    string ClientId,
    string Identity,
    MqttProtocolVersion Version,
    EndPoint? RemoteEndPoint,
    string? Transport,
    DateTimeOffset ChangedAt,
    int Subscriptions,
    int QueuedMessages,
    long QueuedBytes,
    long Dropped,
    bool IsSlow)
{
    /// <summary>Whether the client is connected.</summary>
    public bool IsConnected => Transport is not null;
}
