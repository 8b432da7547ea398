using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Twins.Peers.Tests.Mqtt.Broker;

/// <summary>What a CONNECT says.</summary>
internal sealed record RawConnect
{
    /// <summary>Protocol level: 4 for 3.1.1, 5 for 5.0; 0x84 is what mosquitto's bridges send.</summary>
    public byte Level { get; init; } = 5;

    public string ClientId { get; init; } = "raw";

    public bool Clean { get; init; } = true;

    public ushort KeepAlive { get; init; } = 60;

    public byte[] Properties { get; init; } = [];

    public string? User { get; init; }

    public string? Password { get; init; }

    public (string Topic, string Payload, bool Retain)? Will { get; init; }
}

/// <summary>A packet as bytes.</summary>
/// <param name="Header">Type and flags.</param>
/// <param name="Body">What follows the length.</param>
internal sealed record RawPacket(byte Header, byte[] Body)
{
    public int Type => Header >> 4;
}

/// <summary>A client that writes packets byte by byte, so that it can write what no library would.</summary>
internal sealed class RawMqtt : IAsyncDisposable
{
    public static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(500);
    private readonly TcpClient _tcp;
    private readonly byte _level;
    private readonly Queue<RawPacket> _messages = new();
    private ushort _lastIdentifier;

    private RawMqtt(TcpClient tcp, byte level) => (_tcp, _level) = (tcp, level);

    public RawPacket ConnAck { get; private set; } = new(0, []);

    public bool IsV5 => _level == 5;

    public static async Task<RawMqtt> OpenAsync(int port, byte level = 5)
    {
        var tcp = new TcpClient { NoDelay = true };
        await tcp.ConnectAsync(IPAddress.Loopback, port);
        return new RawMqtt(tcp, level);
    }

    public static async Task<RawMqtt> ConnectAsync(int port, RawConnect connect)
    {
        var client = await OpenAsync(port, connect.Level);
        await client.SendAsync(0x10, Body(connect));
        client.ConnAck = await client.ReadAsync() ?? throw new IOException("The broker closed the connection.");
        return client;
    }

    public static byte[] Body(RawConnect connect)
    {
        var flags = (connect.Clean ? 2 : 0) | (connect.User is null ? 0 : 0x80) | (connect.Password is null ? 0 : 0x40)
            | (connect.Will is { } will ? 4 | (will.Retain ? 0x20 : 0) : 0);
        List<byte> body = [.. Text("MQTT"), connect.Level, (byte)flags, (byte)(connect.KeepAlive >> 8), (byte)connect.KeepAlive];
        if (connect.Level == 5)
        {
            body.AddRange([(byte)connect.Properties.Length, .. connect.Properties]);
        }

        body.AddRange(Text(connect.ClientId));
        if (connect.Will is { } message)
        {
            body.AddRange([.. connect.Level == 5 ? [(byte)0] : Array.Empty<byte>(), .. Text(message.Topic), .. Text(message.Payload)]);
        }

        body.AddRange([.. connect.User is { } user ? Text(user) : [], .. connect.Password is { } password ? Text(password) : []]);
        return [.. body];
    }

    public static byte[] Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [(byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];
    }

    public static byte[] Packet(byte header, byte[] body)
    {
        List<byte> packet = [header];
        var length = body.Length;
        do
        {
            packet.Add((byte)((length & 0x7F) | (length > 0x7F ? 0x80 : 0)));
            length >>= 7;
        }
        while (length > 0);
        return [.. packet, .. body];
    }

    public Task SendAsync(byte header, params byte[] body) => SendAsync(Packet(header, body));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _tcp.GetStream().WriteAsync(bytes);

    public void ShutdownSend() => _tcp.Client.Shutdown(SocketShutdown.Send);

    public byte[] Publish(string topic, string payload, int qos, ushort identifier = 0, bool dup = false, bool retain = false, byte[]? properties = null) => Packet(
        (byte)(0x30 | (dup ? 8 : 0) | (qos << 1) | (retain ? 1 : 0)),
        [
            .. Text(topic),
            .. qos > 0 ? [(byte)(identifier >> 8), (byte)identifier] : Array.Empty<byte>(),
            .. IsV5 ? [(byte)(properties?.Length ?? 0), .. properties ?? []] : Array.Empty<byte>(),
            .. Encoding.UTF8.GetBytes(payload),
        ]);

    /// <summary>Publishes, and returns the reason code of the first answer; 0 where the version has none.</summary>
    public async Task<int> PublishAsync(string topic, string payload, int qos = 1, bool retain = false, byte[]? properties = null)
    {
        var identifier = ++_lastIdentifier;
        await SendAsync(Publish(topic, payload, qos, identifier, retain: retain, properties: properties));
        if (qos == 0)
        {
            return 0;
        }

        var answer = await ExpectAsync(qos == 1 ? 4 : 5);
        if (qos == 2 && answer.Body is [_, _] or [_, _, < 0x80, ..])
        {
            await SendAsync(0x62, answer.Body[..2]);
            await ExpectAsync(7);
        }

        return answer.Body.Length > 2 ? answer.Body[2] : 0;
    }

    /// <summary>Subscribes, and returns the codes of SUBACK.</summary>
    public async Task<byte[]> SubscribeAsync(params (string Filter, int Options)[] filters)
    {
        var identifier = ++_lastIdentifier;
        List<byte> body = [(byte)(identifier >> 8), (byte)identifier];
        if (IsV5)
        {
            body.Add(0);
        }

        foreach (var (filter, options) in filters)
        {
            body.AddRange([.. Text(filter), (byte)options]);
        }

        await SendAsync(0x82, [.. body]);
        var granted = await ExpectAsync(9);
        return granted.Body[(IsV5 ? 3 : 2)..];
    }

    public async Task<int> UnsubscribeAsync(string filter)
    {
        var identifier = ++_lastIdentifier;
        await SendAsync(0xA2, [(byte)(identifier >> 8), (byte)identifier, .. IsV5 ? [(byte)0] : Array.Empty<byte>(), .. Text(filter)]);
        var answer = await ExpectAsync(11);
        return IsV5 ? answer.Body[3] : 0;
    }

    /// <summary>The next packet; null when the broker closed.</summary>
    public async Task<RawPacket?> ReadAsync(TimeSpan? patience = null)
    {
        using var limit = new CancellationTokenSource(patience ?? TimeSpan.FromSeconds(20));
        try
        {
            var header = new byte[1];
            if (await _tcp.GetStream().ReadAtLeastAsync(header, 1, throwOnEndOfStream: false, limit.Token) == 0)
            {
                return null;
            }

            var (length, shift) = (0, 0);
            var part = new byte[1];
            do
            {
                await _tcp.GetStream().ReadExactlyAsync(part, limit.Token);
                length |= (part[0] & 0x7F) << shift;
                shift += 7;
            }
            while (part[0] >= 0x80);
            var body = new byte[length];
            await _tcp.GetStream().ReadExactlyAsync(body, limit.Token);
            return new RawPacket(header[0], body);
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The next packet, which is of this type; messages that come before an answer are kept for later.</summary>
    public async Task<RawPacket> ExpectAsync(int type)
    {
        if (type == 3 && _messages.TryDequeue(out var kept))
        {
            return kept;
        }

        while (true)
        {
            var packet = await ReadAsync() ?? throw new IOException($"The broker closed instead of sending a packet of type {type}.");
            if (packet.Type != 3 || type == 3)
            {
                Assert.Equal(type, packet.Type);
                return packet;
            }

            _messages.Enqueue(packet);
        }
    }

    /// <summary>The reason code of the DISCONNECT that comes, or -1 when the broker closes without one; what comes before is read away.</summary>
    public async Task<int> ExpectEndAsync()
    {
        var reason = -1;
        while (await ReadAsync() is { } packet)
        {
            reason = packet.Type == 14 ? packet.Body.Length > 0 ? packet.Body[0] : 0 : reason;
        }

        return reason;
    }

    /// <summary>The next message: topic, payload, QoS, packet identifier and properties.</summary>
    public async Task<RawMessage> ExpectMessageAsync() => Message(await ExpectAsync(3));

    /// <summary>Nothing comes for a moment: a round trip that was answered shows that the broker had nothing to send.</summary>
    public async Task ExpectNothingAsync()
    {
        await SendAsync(0xC0);
        var packet = await ExpectAsync(13);
        Assert.Empty(packet.Body);
        Assert.Empty(_messages);
    }

    public RawMessage Message(RawPacket packet)
    {
        var qos = (packet.Header >> 1) & 3;
        var at = 2 + BinaryPrimitives.ReadUInt16BigEndian(packet.Body);
        var topic = Encoding.UTF8.GetString(packet.Body, 2, at - 2);
        var identifier = qos == 0 ? (ushort)0 : BinaryPrimitives.ReadUInt16BigEndian(packet.Body.AsSpan(at));
        at += qos == 0 ? 0 : 2;
        byte[] properties = [];
        if (IsV5)
        {
            properties = packet.Body[(at + 1)..(at + 1 + packet.Body[at])];
            at += 1 + properties.Length;
        }

        return new RawMessage(topic, Encoding.UTF8.GetString(packet.Body, at, packet.Body.Length - at), qos, (packet.Header & 1) == 1, (packet.Header & 8) == 8, identifier, properties);
    }

    public Task AcknowledgeAsync(RawMessage message) => SendAsync(message.Qos == 1 ? (byte)0x40 : (byte)0x50, [(byte)(message.Identifier >> 8), (byte)message.Identifier]);

    public ValueTask DisposeAsync()
    {
        _tcp.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>A message that a raw client was sent.</summary>
internal sealed record RawMessage(string Topic, string Payload, int Qos, bool Retain, bool Dup, ushort Identifier, byte[] Properties);
