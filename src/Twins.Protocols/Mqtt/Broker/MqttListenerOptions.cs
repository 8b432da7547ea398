using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Security;
using Twins.Protocols.Validation;

namespace Twins.Protocols.Mqtt;

/// <summary>One address on which a broker listens.</summary>
public sealed record MqttListenerOptions
{
    /// <summary>Address to listen on; loopback unless set.</summary>
    [Required(ErrorMessage = "Address is missing; the default is loopback.")]
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>
    /// TCP port, 0 to 65535; 0, the default, lets the system choose a free one (<see cref="MqttBroker.Endpoints"/>). Registered are 1883,
    /// and 8883 with TLS.
    /// </summary>
    [Within("0", "65535")]
    public int Port { get; init; }

    /// <summary>
    /// The certificate and the demands of TLS; null, the default, means plain TCP. A client certificate that is asked for and accepted
    /// by its validation reaches the authenticator as <see cref="MqttPeer.Certificate"/>.
    /// </summary>
    public SslServerAuthenticationOptions? Tls { get; init; }
}
