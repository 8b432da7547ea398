namespace Twins.Protocols.Mqtt;

/// <summary>An authenticator's answer.</summary>
public readonly record struct MqttAuthenticationResult
{
    /// <summary>Who was recognised; null when the client is refused.</summary>
    public MqttIdentity? Identity { get; private init; }

    /// <summary>
    /// Why the client is refused: a reason code of CONNACK (5.0, section 3.2.2.2), which 3.1.1's clients get as the return code that is
    /// nearest to it.
    /// </summary>
    public MqttReasonCode Refusal { get; private init; }

    /// <summary>For the diagnostics, never for the client; null when the code says it all.</summary>
    public string? Explanation { get; private init; }

    /// <summary>The client may connect.</summary>
    /// <param name="identity">As whom.</param>
    public static MqttAuthenticationResult Accepted(MqttIdentity identity) => new() { Identity = identity };

    /// <summary>The client may not connect.</summary>
    /// <param name="code">
    /// What it is told: <see cref="MqttReasonCode.BadUserNameOrPassword"/>, <see cref="MqttReasonCode.NotAuthorized"/>,
    /// <see cref="MqttReasonCode.Banned"/>, …
    /// </param>
    /// <param name="explanation">What the broker's diagnostics are told beside it; it must not hold a password.</param>
    public static MqttAuthenticationResult Refused(MqttReasonCode code, string? explanation = null) =>
        new() { Refusal = code, Explanation = explanation };
}
