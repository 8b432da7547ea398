using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Twins.Protocols.Mqtt;

/// <summary>Who is at the other end of a transport, as far as the transport knows.</summary>
/// <param name="Transport">How the client reached the broker: <c>tcp</c>, <c>tls</c>, <c>websocket</c>; for diagnostics.</param>
/// <param name="RemoteEndPoint">Where from; null when the transport does not know.</param>
/// <param name="Certificate">
/// The client's certificate, whose chain the transport has checked; null when none was asked for or given. It belongs to the transport.
/// </param>
public sealed record MqttPeer(string Transport, EndPoint? RemoteEndPoint = null, X509Certificate2? Certificate = null);
