using System.Net.Security;
using System.Net.Sockets;

namespace Twins.Protocols.Mqtt.Broker.Connections;

/// <summary>
/// Ends a transport so that the other side gets what was sent last. A socket that is closed while it holds unread bytes is reset, and the
/// reset overtakes the farewell; so the sending side is closed first, and what still comes is read away.
/// </summary>
internal static class TransportEnd
{
    private const int MostReadAway = 1 << 20;

    public static async Task CloseAsync(Stream stream, TimeSpan patience, TimeProvider time)
    {
        using var expiry = new CancellationTokenSource(patience, time);
        try
        {
            if (stream is NetworkStream network)
            {
                network.Socket.Shutdown(SocketShutdown.Send);
                await ReadAwayAsync(stream, expiry.Token).ConfigureAwait(false);
            }
            else if (stream is SslStream tls)
            {
                await tls.ShutdownAsync().WaitAsync(expiry.Token).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or OperationCanceledException
            or InvalidOperationException)
        {
            // The other side was faster, or takes too long: it has had its chance.
        }

        await stream.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task ReadAwayAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[512];
        for (var total = 0; total < MostReadAway;)
        {
            var count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                return;
            }

            total += count;
        }
    }
}
