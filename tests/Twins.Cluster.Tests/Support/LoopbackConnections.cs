using System.Net.NetworkInformation;
using Twins.Testing.Time;

namespace Twins.Cluster.Tests.Support;

/// <summary>What the system knows of connections on this machine.</summary>
internal static class LoopbackConnections
{
    /// <summary>
    /// Completes when every client of a server that has closed has noticed, and closed too: what it sends afterwards cannot have left.
    /// </summary>
    public static Task AllClosedAsync(int port) => Eventually.TrueAsync(
        () => !IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections().Any(connection =>
            connection.RemoteEndPoint.Port == port && connection.State is TcpState.Established or TcpState.CloseWait),
        "the client has noticed that the server is gone");
}
