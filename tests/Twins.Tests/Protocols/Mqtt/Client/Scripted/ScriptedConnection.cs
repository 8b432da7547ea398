using System.Net.Sockets;
using System.Threading.Channels;
using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Tests.Protocols.Mqtt.Client.Scripted;

/// <summary>The server's end of one connection. It reads all the time, and closes when the client has closed.</summary>
internal sealed class ScriptedConnection : IAsyncDisposable
{
    private readonly TcpClient _client;
    private readonly MqttProtocolVersion _version;
    private readonly Channel<ScriptedPacket> _packets = Channel.CreateUnbounded<ScriptedPacket>();
    private readonly Task _reading;

    public ScriptedConnection(TcpClient client, MqttProtocolVersion version)
    {
        _client = client;
        _version = version;
        _client.NoDelay = true;
        _reading = ReadAsync();
    }

    /// <summary>What the client introduced itself with.</summary>
    public ConnectPacket Connect { get; set; } = null!;

    /// <summary>The next packet of the client.</summary>
    public async Task<ScriptedPacket> NextAsync() => await _packets.Reader.ReadAsync().InTime();

    /// <summary>The next packet, which has to be of a type.</summary>
    public async Task<ScriptedPacket> NextAsync(MqttPacketType type)
    {
        var packet = await NextAsync();
        Assert.Equal(type, packet.Header.Type);
        return packet;
    }

    public async Task<ConnectPacket> NextConnectAsync()
    {
        var packet = await NextAsync(MqttPacketType.Connect);
        return ConnectPacket.Read(packet.Header, packet.Body);
    }

    /// <summary>The next packet, which has to be a message.</summary>
    public async Task<ScriptedPublish> NextPublishAsync() => ScriptedPublish.Read(await NextAsync(MqttPacketType.Publish), _version);

    public async Task<SubscribePacket> NextSubscribeAsync()
    {
        var packet = await NextAsync(MqttPacketType.Subscribe);
        return SubscribePacket.Read(packet.Header, packet.Body, _version);
    }

    public async Task<UnsubscribePacket> NextUnsubscribeAsync()
    {
        var packet = await NextAsync(MqttPacketType.Unsubscribe);
        return UnsubscribePacket.Read(packet.Header, packet.Body, _version);
    }

    public async Task<DisconnectPacket> NextDisconnectAsync()
    {
        var packet = await NextAsync(MqttPacketType.Disconnect);
        return DisconnectPacket.Read(packet.Header, packet.Body, _version, MqttSender.Client);
    }

    /// <summary>The next packet, which has to be an acknowledgement of a type; its packet identifier.</summary>
    public async Task<ushort> NextAckAsync(MqttPacketType type)
    {
        var packet = await NextAsync(type);
        return AckView.Read(packet.Header, packet.Body, _version).PacketId;
    }

    /// <summary>Whether the client has sent nothing that was not read; asked after an answer to something later.</summary>
    public bool HasNothingMore => _packets.Reader.Count == 0;

    /// <summary>Waits until the client has closed, and returns how many packets it sent before it did.</summary>
    public async Task<int> ClosedAsync()
    {
        await _reading.InTime();
        return _packets.Reader.Count;
    }

    public Task SendAsync(params byte[] bytes) => _client.GetStream().WriteAsync(bytes).InTime();

    public async Task SendAsync(Action<MqttWriter> write)
    {
        using var writer = new MqttWriter();
        write(writer);
        await _client.GetStream().WriteAsync(writer.WrittenMemory).InTime();
    }

    public Task SendAckAsync(MqttPacketType type, ushort packetId, MqttReasonCode code = MqttReasonCode.Success) =>
        SendAsync(writer => AckView.Write(writer, type, packetId, code, _version));

    public Task SendPublishAsync(
        string topic,
        string text,
        MqttQualityOfService qualityOfService = MqttQualityOfService.AtMostOnce,
        ushort packetId = 0,
        bool isDuplicate = false,
        ushort alias = 0) => SendAsync(writer => ScriptedPublish.Write(writer, topic, text, qualityOfService, packetId, isDuplicate, alias, _version));

    public Task GrantAsync(SubscribePacket subscribe, params MqttReasonCode[] codes) => SendAsync(writer => new SubAckPacket
    {
        PacketId = subscribe.PacketId,
        ReasonCodes = codes.Length > 0 ? [.. codes] : [.. subscribe.Subscriptions.Select(wanted => (MqttReasonCode)wanted.QualityOfService)],
    }.Write(writer, _version));

    /// <summary>Cuts the connection, as a network does.</summary>
    public void Cut() => _client.Client.Close(timeout: 0);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _reading;
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[64];
        var length = 0;
        try
        {
            for (int count; (count = await _client.GetStream().ReadAsync(buffer.AsMemory(length))) > 0;)
            {
                length = Take(buffer, length + count);
                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, buffer.Length * 2);
                }
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut, by the client or by the test.
        }

        _packets.Writer.TryComplete();
        _client.Dispose();
    }

    // Takes the complete packets out, and returns how much is left.
    private int Take(byte[] buffer, int length)
    {
        var start = 0;
        while (MqttFraming.TryReadHeader(buffer.AsSpan(start, length - start), MqttLimits.MaxPacketSize, out var header)
            && header.TotalLength <= length - start)
        {
            _packets.Writer.TryWrite(new ScriptedPacket(header, buffer.AsSpan(start + header.HeaderLength, header.BodyLength).ToArray()));
            start += header.TotalLength;
        }

        buffer.AsSpan(start, length - start).CopyTo(buffer);
        return length - start;
    }
}

/// <summary>A packet of the client.</summary>
internal sealed record ScriptedPacket(FixedHeader Header, byte[] Body);
