using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Twins.Adapters.Mqtt.Broker.Channels;

/// <summary>Who is at the other end of a transport, as far as the transport knows.</summary>
/// <param name="Transport">How the client reached the broker: <c>tcp</c>, <c>tls</c>, <c>websocket</c>.</param>
/// <param name="RemoteEndPoint">Where from; null when the transport does not know.</param>
/// <param name="LocalEndPoint">Where to; null when the transport does not know.</param>
/// <param name="Certificate">The client's certificate, whose chain the transport has checked; null when none was asked for or given.</param>
internal sealed record ClientPeer(string Transport, EndPoint? RemoteEndPoint, EndPoint? LocalEndPoint = null, X509Certificate2? Certificate = null)
{
    public bool IsSecure => Transport != "tcp";
}
