using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Twins.Cluster.Tests.Support;

/// <summary>One request as it came: its function, its first register, and how many it is about.</summary>
internal readonly record struct SeenRequest(int Function, int Address, int Count);

/// <summary>
/// A Modbus device of holding registers that a test sees request by request, function by function: it can refuse one function, and cut the
/// connection before or after it has carried a request out.
/// </summary>
internal sealed class FrameDevice : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentBag<Task> _serving = [];
    private readonly Task _accepting;

    public FrameDevice()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public ushort[] Registers { get; } = new ushort[400];

    public ConcurrentQueue<SeenRequest> Seen { get; } = [];

    public IEnumerable<SeenRequest> Reads => Seen.Where(request => request.Function == 3);

    public IEnumerable<SeenRequest> Writes => Seen.Where(request => request.Function != 3);

    /// <summary>The exception code of a request; 0 when it is carried out.</summary>
    public Func<SeenRequest, byte> Refuse { get; set; } = _ => 0;

    /// <summary>Whether the connection is cut in place of the answer, after the request was carried out.</summary>
    public Func<SeenRequest, bool> Cut { get; set; } = _ => false;

    /// <summary>Called when a write is about to be carried out.</summary>
    public Action Writing { get; set; } = () => { };

    /// <summary>Goes off the network: its connections are closed, and no new one is accepted.</summary>
    public async Task UnplugAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_serving);
        await LoopbackConnections.AllClosedAsync(Port);
    }

    public async ValueTask DisposeAsync()
    {
        await UnplugAsync();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient served = client;
        NetworkStream stream = client.GetStream();
        var header = new byte[7];
        try
        {
            while (true)
            {
                await stream.ReadExactlyAsync(header, _stopping.Token);
                var pdu = new byte[BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(4)) - 1];
                await stream.ReadExactlyAsync(pdu, _stopping.Token);
                if (Carry(pdu) is not { } answer)
                {
                    return;
                }

                BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), (ushort)(answer.Length + 1));
                await stream.WriteAsync((byte[])[.. header, .. answer], _stopping.Token);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or IOException)
        {
            // The other side has closed the connection, or the test is over.
        }
    }

    private byte[]? Carry(byte[] pdu)
    {
        int value = BinaryPrimitives.ReadUInt16BigEndian(pdu.AsSpan(3));
        var request = new SeenRequest(pdu[0], BinaryPrimitives.ReadUInt16BigEndian(pdu.AsSpan(1)), pdu[0] is 3 or 16 ? value : 1);
        Seen.Enqueue(request);
        if (Refuse(request) is > 0 and byte code)
        {
            return [(byte)(pdu[0] | 0x80), code];
        }

        if (request.Function != 3)
        {
            Writing();
        }

        byte[] answer = pdu[..Math.Min(pdu.Length, request.Function == 22 ? 7 : 5)];
        Span<ushort> registers = Registers.AsSpan(request.Address, request.Count);
        switch (request.Function)
        {
            case 3:
                answer = [3, (byte)(2 * value), .. registers.ToArray().SelectMany(register => (byte[])[(byte)(register >> 8), (byte)register])];
                break;
            case 6:
                registers[0] = (ushort)value;
                break;
            case 16:
                for (int i = 0; i < registers.Length; i++)
                {
                    registers[i] = BinaryPrimitives.ReadUInt16BigEndian(pdu.AsSpan(6 + (2 * i)));
                }

                break;
            case 22:
                ushort orMask = BinaryPrimitives.ReadUInt16BigEndian(pdu.AsSpan(5));
                registers[0] = (ushort)((registers[0] & value) | (orMask & ~value));
                break;
        }

        return Cut(request) ? null : answer;
    }
}
