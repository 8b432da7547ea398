namespace Twins.Protocols.Mqtt;

/// <summary>How a client leaves.</summary>
public sealed record MqttDisconnectOptions
{
    /// <summary>
    /// Whether the server is to publish the will all the same (5.0: reason code 0x04; 3.1.1: the connection is closed without a
    /// DISCONNECT); off unless set.
    /// </summary>
    public bool PublishWill { get; init; }

    /// <summary>
    /// How long the server is to keep the session from now on (5.0); <see langword="null"/>: as agreed when connecting. A session that
    /// was to end with the connection cannot be given a longer life (5.0, section 3.14.2.2.2).
    /// </summary>
    public TimeSpan? SessionExpiry { get; init; }

    /// <summary>A sentence for the server's log (5.0), or <see langword="null"/>.</summary>
    public string? ReasonString { get; init; }
}
