using Twins.Protocols.Mqtt;

namespace Twins.Tests.Protocols.Mqtt.Broker.Support;

/// <summary>Answers as a test says.</summary>
internal sealed class ScriptedAuthenticator(Func<MqttAuthenticationRequest, MqttAuthenticationResult> answer) : IMqttAuthenticator
{
    public ValueTask<MqttAuthenticationResult> AuthenticateAsync(MqttAuthenticationRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(answer(request));
}
