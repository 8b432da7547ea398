namespace Twins.Protocols.Mqtt;

/// <summary>What kind of trouble a client made or had.</summary>
public enum MqttIncidentKind
{
    /// <summary>The client broke the standard; its connection was closed.</summary>
    ProtocolViolation,

    /// <summary>The client may not connect: who it says to be was not accepted.</summary>
    NotAuthenticated,

    /// <summary>The client may not publish or subscribe there.</summary>
    NotAuthorized,

    /// <summary>A bound of <see cref="MqttBrokerOptions"/> was reached.</summary>
    LimitReached,

    /// <summary>The client takes its messages more slowly than they come; publishers no longer wait for it.</summary>
    SlowConsumer,

    /// <summary>Messages for the client were dropped: its queue is full.</summary>
    QueueFull,

    /// <summary>Nothing came from the client for one and a half keep-alive intervals.</summary>
    KeepAliveTimeout,

    /// <summary>No CONNECT, or no end of TLS's handshake, within the connect time-out.</summary>
    ConnectTimeout,

    /// <summary>Another connection took the client's session over.</summary>
    TakenOver,

    /// <summary>TLS failed, with the reason.</summary>
    TransportFailed,

    /// <summary>The store, an authenticator or an authoriser failed: not the client's fault.</summary>
    ServerFault,
}
