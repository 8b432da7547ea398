using System.Net;
using System.Net.Sockets;
using System.Text;
using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Tests.Protocols.Mqtt.Broker.Support;

/// <summary>
/// A client that does nothing by itself: it sends what a test says, byte by byte if need be, and answers nothing unless told.
/// </summary>
internal sealed class ScriptedClient(Stream stream, MqttProtocolVersion version) : IDisposable
{
    private const int LongestPacket = 1 << 20;

    private byte[] _received = new byte[256];
    private int _end;

    public MqttProtocolVersion Version { get; } = version;

    public ConnAckPacket? ConnAck { get; private set; }

    /// <summary>Opens a connection and says nothing yet.</summary>
    public static async Task<ScriptedClient> OpenAsync(IPEndPoint endpoint, MqttProtocolVersion version = MqttProtocolVersion.V500)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(endpoint).InTime();
        return new ScriptedClient(client.GetStream(), version);
    }

    /// <summary>Opens a connection, and connects with what is given.</summary>
    public static async Task<ScriptedClient> ConnectAsync(IPEndPoint endpoint, ConnectPacket packet)
    {
        var client = await OpenAsync(endpoint, packet.Version);
        await client.SendAsync(packet.Write);
        client.ConnAck = await client.ReceiveAsync<ConnAckPacket>();
        return client;
    }

    public Task SendAsync(params byte[] bytes) => stream.WriteAsync(bytes).InTime();

    public async Task SendAsync(Action<MqttWriter> write)
    {
        using var writer = new MqttWriter();
        write(writer);
        await SendAsync(writer.Written.ToArray());
    }

    public Task PublishAsync(string topic, string payload, int qualityOfService = 0, ushort packetId = 1, bool retain = false, bool duplicate = false) =>
        SendAsync(writer => Publish(writer, topic, payload, qualityOfService, packetId, retain, duplicate));

    /// <summary>Sends a message with the properties of 5.0.</summary>
    public Task PublishAsync(MqttMessage message, ushort packetId = 1, ushort alias = 0) => SendAsync(writer =>
    {
        using var properties = new MqttWriter();
        MessageProperties.WriteForwarded(properties, message);
        new PublishPacket
        {
            Topic = Encoding.UTF8.GetBytes(message.Topic),
            Payload = message.Payload.Span,
            QualityOfService = message.QualityOfService,
            Retain = message.Retain,
            PacketId = packetId,
            TopicAlias = alias,
            MessageExpirySeconds = MessageProperties.ExpirySeconds(message),
            ForwardedProperties = properties.Written,
        }.Write(writer, Version);
    });

    public Task AckAsync(MqttPacketType type, ushort packetId, MqttReasonCode code = MqttReasonCode.Success) =>
        SendAsync(writer => AckView.Write(writer, type, packetId, code, Version));

    /// <summary>Subscribes, and returns the reason codes.</summary>
    public async Task<MqttReasonCode[]> SubscribeAsync(params MqttSubscription[] subscriptions) => await SubscribeAsync(null, subscriptions);

    /// <summary>Subscribes with an identifier, and returns the reason codes.</summary>
    public async Task<MqttReasonCode[]> SubscribeAsync(int? identifier, params MqttSubscription[] subscriptions)
    {
        var packet = new SubscribePacket { PacketId = 7, Subscriptions = [.. subscriptions], SubscriptionIdentifier = identifier };
        await SendAsync(writer => packet.Write(writer, Version));
        var answer = await ReceiveAsync<SubAckPacket>();
        Assert.Equal(7, answer.PacketId);
        return [.. answer.ReasonCodes];
    }

    /// <summary>Unsubscribes, and returns the reason codes.</summary>
    public async Task<MqttReasonCode[]> UnsubscribeAsync(params string[] filters)
    {
        await SendAsync(writer => new UnsubscribePacket { PacketId = 8, Filters = [.. filters] }.Write(writer, Version));
        var answer = await ReceiveAsync<UnsubAckPacket>();
        Assert.Equal(8, answer.PacketId);
        return [.. answer.ReasonCodes];
    }

    /// <summary>Takes leave; with a reason code other than success the will is published.</summary>
    public async Task DisconnectAsync(MqttReasonCode code = MqttReasonCode.Success, uint? expirySeconds = null)
    {
        await SendAsync(writer => new DisconnectPacket { ReasonCode = code, SessionExpirySeconds = expirySeconds }.Write(writer, Version));
        await ExpectClosedAsync();
    }

    public async Task<ReceivedMessage> ReceiveMessageAsync() => await ReceiveAsync<ReceivedMessage>();

    public async Task ReceiveMessagesAsync(int count)
    {
        for (var index = 0; index < count; index++)
        {
            await ReceiveMessageAsync();
        }
    }

    public async Task ExpectMessageAsync(string topic, string payload)
    {
        var message = await ReceiveMessageAsync();
        Assert.Equal((topic, payload), (message.Topic, message.Payload));
    }

    public async Task ExpectAckAsync(MqttPacketType type, ushort packetId, MqttReasonCode code = MqttReasonCode.Success) =>
        Assert.Equal(new ReceivedAck(type, packetId, code), await ReceiveAsync<ReceivedAck>());

    /// <summary>Receives so many messages and acknowledgements, which may come in either order.</summary>
    public async Task ExpectAckOrMessageAsync(int count)
    {
        for (var index = 0; index < count; index++)
        {
            Assert.True(await TryReceiveAsync() is ReceivedAck or ReceivedMessage);
        }
    }

    /// <summary>Checks that nothing was under way: what was comes before the answer to a ping.</summary>
    public async Task ExpectNothingAsync()
    {
        await SendAsync(PingPacket.WriteRequest);
        Assert.Equal(MqttPacketType.PingResp, await ReceiveAsync<MqttPacketType>());
    }

    /// <summary>Checks that the broker says good-bye with a reason, and closes.</summary>
    public async Task<DisconnectPacket> ExpectDisconnectAsync(MqttReasonCode code)
    {
        var packet = await ReceiveAsync<DisconnectPacket>();
        Assert.Equal(code, packet.ReasonCode);
        await ExpectClosedAsync();
        return packet;
    }

    /// <summary>Checks that the broker closes the connection without another word.</summary>
    public async Task ExpectClosedAsync()
    {
        Assert.Null(await TryReceiveAsync());
        stream.Dispose();
    }

    public async Task<T> ReceiveAsync<T>() => Assert.IsType<T>(await TryReceiveAsync());

    /// <summary>The next packet; null when the broker closed the connection.</summary>
    public async Task<object?> TryReceiveAsync()
    {
        FixedHeader header;
        while (!MqttFraming.TryReadHeader(_received.AsSpan(0, _end), LongestPacket, out header) || _end < header.TotalLength)
        {
            Array.Resize(ref _received, Math.Max(_received.Length, Math.Max(header.TotalLength, _end * 2)));
            try
            {
                var count = await stream.ReadAsync(_received.AsMemory(_end)).InTime();
                if (count == 0)
                {
                    return null;
                }

                _end += count;
            }
            catch (IOException)
            {
                return null;
            }
        }

        var packet = Read(header, _received.AsSpan(header.HeaderLength, header.BodyLength));
        _received.AsSpan(header.TotalLength, _end - header.TotalLength).CopyTo(_received);
        _end -= header.TotalLength;
        return packet;
    }

    /// <summary>The next bytes as they come.</summary>
    public async Task<byte[]> ReceiveRawAsync(int count)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes).InTime();
        return bytes;
    }

    /// <summary>Breaks the connection without a word.</summary>
    public void Dispose() => stream.Dispose();

    public static void Publish(
        MqttWriter writer, string topic, string payload, int qualityOfService, ushort packetId, bool retain, bool duplicate, MqttProtocolVersion version) =>
        new PublishPacket
        {
            Topic = Encoding.UTF8.GetBytes(topic),
            Payload = Encoding.UTF8.GetBytes(payload),
            QualityOfService = (MqttQualityOfService)qualityOfService,
            PacketId = packetId,
            Retain = retain,
            IsDuplicate = duplicate,
        }.Write(writer, version);

    private void Publish(MqttWriter writer, string topic, string payload, int qualityOfService, ushort packetId, bool retain, bool duplicate) =>
        Publish(writer, topic, payload, qualityOfService, packetId, retain, duplicate, Version);

    private object Read(FixedHeader header, ReadOnlySpan<byte> body)
    {
        switch (header.Type)
        {
            case MqttPacketType.Publish:
                return ReceivedMessage.From(PublishView.Read(header, body, Version, MqttSender.Server));
            case MqttPacketType.ConnAck:
                return ConnAckPacket.Read(header, body, Version);
            case MqttPacketType.SubAck:
                return SubAckPacket.Read(header, body, Version);
            case MqttPacketType.UnsubAck:
                return UnsubAckPacket.Read(header, body, Version);
            case MqttPacketType.Disconnect:
                return DisconnectPacket.Read(header, body, Version, MqttSender.Server);
            case MqttPacketType.PingResp:
                return MqttPacketType.PingResp;
            default:
                var ack = AckView.Read(header, body, Version);
                return new ReceivedAck(ack.Type, ack.PacketId, ack.ReasonCode);
        }
    }
}
