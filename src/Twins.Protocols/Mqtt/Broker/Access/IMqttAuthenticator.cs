namespace Twins.Protocols.Mqtt;

/// <summary>Decides who may connect to a broker, and as whom. Called once per CONNECT, for many clients at once.</summary>
public interface IMqttAuthenticator
{
    /// <summary>
    /// Recognises a client. The connect time-out of the broker bounds the answer; what is thrown refuses the client with
    /// <see cref="MqttReasonCode.ServerUnavailable"/> and is named in the diagnostics.
    /// </summary>
    /// <param name="request">What the client says of itself.</param>
    /// <param name="cancellationToken">The client left, took too long, or the broker stops.</param>
    ValueTask<MqttAuthenticationResult> AuthenticateAsync(MqttAuthenticationRequest request, CancellationToken cancellationToken);
}
