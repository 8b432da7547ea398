using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Twins.Tests.Protocols.Modbus;

/// <summary>A test's end of a connection, to a master or to a server.</summary>
internal sealed class RawConnection(TcpClient client) : IDisposable
{
    private const int LengthPrefix = 6;

    public static async Task<RawConnection> OpenAsync(IPEndPoint endpoint)
    {
        var client = new TcpClient();
        await client.ConnectAsync(endpoint).InTime();
        return new RawConnection(client);
    }

    public async Task<byte[]> ReadFrameAsync()
    {
        var prefix = new byte[LengthPrefix];
        await client.GetStream().ReadExactlyAsync(prefix).InTime();
        var rest = new byte[BinaryPrimitives.ReadUInt16BigEndian(prefix.AsSpan(4))];
        await client.GetStream().ReadExactlyAsync(rest).InTime();
        return [.. prefix, .. rest];
    }

    /// <summary>Whether the other side closes the connection without sending anything more; waits until it does.</summary>
    public async Task<bool> IsClosedAsync()
    {
        try
        {
            return await client.GetStream().ReadAsync(new byte[1]).InTime() == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public Task SendAsync(params byte[] bytes) => client.GetStream().WriteAsync(bytes).InTime();

    /// <summary>Sends a request whose every byte is the caller's.</summary>
    public Task AskAsync(ushort transactionId, byte unitId, params byte[] pdu) =>
        SendAsync([(byte)(transactionId >> 8), (byte)transactionId, 0, 0, 0, (byte)(pdu.Length + 1), unitId, .. pdu]);

    /// <summary>Answers a request with a PDU, under the request's transaction and unit unless another one is given.</summary>
    public Task AnswerAsync(byte[] request, byte[] pdu, byte? unitId = null) =>
        SendAsync([request[0], request[1], 0, 0, 0, (byte)(pdu.Length + 1), unitId ?? request[6], .. pdu]);

    /// <summary>Answers a request that reads registers with these.</summary>
    public Task AnswerRegistersAsync(byte[] request, params ushort[] registers) =>
        AnswerAsync(request, [request[7], (byte)(registers.Length * 2), .. registers.SelectMany(register => new[] { (byte)(register >> 8), (byte)register })]);

    /// <summary>Sends no more, and can still read.</summary>
    public void CloseSending() => client.Client.Shutdown(SocketShutdown.Send);

    public void Dispose() => client.Dispose();
}
