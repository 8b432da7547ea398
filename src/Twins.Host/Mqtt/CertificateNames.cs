using System.Security.Cryptography.X509Certificates;
using Twins.Protocols.Mqtt;

namespace Twins.Hosting.Mqtt;

/// <summary>
/// Lets everybody in whom the transport let in, under the common name of the client's certificate: for a broker without accounts whose
/// TLS listener asks for certificates.
/// </summary>
internal sealed class CertificateNames : IMqttAuthenticator
{
    /// <inheritdoc/>
    public ValueTask<MqttAuthenticationResult> AuthenticateAsync(MqttAuthenticationRequest request, CancellationToken cancellationToken)
    {
        var name = request.Peer.Certificate?.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        return ValueTask.FromResult(MqttAuthenticationResult.Accepted(string.IsNullOrEmpty(name) ? MqttIdentity.Anonymous : new MqttIdentity(name)));
    }
}
