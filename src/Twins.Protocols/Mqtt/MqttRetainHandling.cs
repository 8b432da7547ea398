namespace Twins.Protocols.Mqtt;

/// <summary>Which retained messages a new subscription receives (5.0, section 3.8.3.1).</summary>
public enum MqttRetainHandling
{
    /// <summary>Those that match, whenever the subscription is made. The only way of 3.1.1.</summary>
    Send = 0,

    /// <summary>Those that match, unless the session had the subscription already.</summary>
    SendIfNew = 1,

    /// <summary>None.</summary>
    DoNotSend = 2,
}
