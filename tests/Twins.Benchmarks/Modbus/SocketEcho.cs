using System.Net;
using System.Net.Sockets;

namespace Twins.Benchmarks.Modbus;

/// <summary>The least that a request and its response can cost: so many bytes there, so many back, on bare sockets.</summary>
internal sealed class SocketEcho : IDisposable
{
    private readonly int _requestLength;
    private readonly int _responseLength;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public SocketEcho(int requestLength, int responseLength)
    {
        _requestLength = requestLength;
        _responseLength = responseLength;
        _listener.Start();
    }

    /// <summary>Does so many round trips on each of so many connections, and returns the sum.</summary>
    public async Task<long> RunAsync(int connections, int roundTrips)
    {
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => AskAsync(roundTrips))));
        return (long)connections * roundTrips;
    }

    public void Dispose() => _listener.Dispose();

    private async Task AskAsync(int roundTrips)
    {
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var connecting = client.ConnectAsync(_listener.LocalEndpoint);
        using var server = await _listener.AcceptSocketAsync();
        server.NoDelay = true;
        await connecting;
        var answering = Task.Run(() => AnswerAsync(server));
        var buffer = new byte[_responseLength];
        for (var roundTrip = 0; roundTrip < roundTrips; roundTrip++)
        {
            await client.SendAsync(buffer.AsMemory(0, _requestLength));
            await ReceiveAsync(client, buffer);
        }

        client.Shutdown(SocketShutdown.Send);
        await answering;
    }

    private async Task AnswerAsync(Socket server)
    {
        var buffer = new byte[_responseLength];
        while (await ReceiveAsync(server, buffer.AsMemory(0, _requestLength)))
        {
            await server.SendAsync(buffer);
        }
    }

    private static async Task<bool> ReceiveAsync(Socket socket, Memory<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var received = await socket.ReceiveAsync(buffer);
            if (received == 0)
            {
                return false;
            }

            buffer = buffer[received..];
        }

        return true;
    }
}
