using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Twins.Protocols.Tests.Modbus;

/// <summary>A device whose every byte a test decides.</summary>
internal sealed class ScriptedDevice : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly List<ScriptedConnection> connections = [];

    public ScriptedDevice() => listener.Start();

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public async Task<ScriptedConnection> AcceptAsync()
    {
        var connection = new ScriptedConnection(await listener.AcceptTcpClientAsync().InTime());
        connections.Add(connection);
        return connection;
    }

    /// <summary>Refuses connections from now on.</summary>
    public void StopListening() => listener.Dispose();

    public ValueTask DisposeAsync()
    {
        listener.Dispose();
        connections.ForEach(connection => connection.Close());
        return ValueTask.CompletedTask;
    }
}

/// <summary>The device's end of one connection.</summary>
internal sealed class ScriptedConnection(TcpClient client)
{
    private const int LengthPrefix = 6;

    public async Task<byte[]> ReadFrameAsync()
    {
        var prefix = new byte[LengthPrefix];
        await client.GetStream().ReadExactlyAsync(prefix).InTime();
        var rest = new byte[BinaryPrimitives.ReadUInt16BigEndian(prefix.AsSpan(4))];
        await client.GetStream().ReadExactlyAsync(rest).InTime();
        return [.. prefix, .. rest];
    }

    /// <summary>Whether the master has closed its end.</summary>
    public async Task<bool> IsClosedByMasterAsync()
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

    /// <summary>Answers a request with a PDU, under the request's transaction and unit unless another one is given.</summary>
    public Task AnswerAsync(byte[] request, byte[] pdu, byte? unitId = null) =>
        SendAsync([request[0], request[1], 0, 0, 0, (byte)(pdu.Length + 1), unitId ?? request[6], .. pdu]);

    /// <summary>Answers a request that reads registers with these.</summary>
    public Task AnswerRegistersAsync(byte[] request, params ushort[] registers) =>
        AnswerAsync(request, [request[7], (byte)(registers.Length * 2), .. registers.SelectMany(register => new[] { (byte)(register >> 8), (byte)register })]);

    public void Close() => client.Dispose();
}
