using System.Text;
using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Tests.Protocols.Mqtt.Wire.RoundTrips;

/// <summary>Messages through PUBLISH and through the will of CONNECT, and what cannot be told in MQTT.</summary>
public sealed class MessageRoundTripTests
{
    private static readonly MqttMessage Full = new()
    {
        Topic = "site/zähler-1/Wirkleistung/😀",
        Payload = new byte[] { 1, 2, 3 },
        QualityOfService = MqttQualityOfService.ExactlyOnce,
        Retain = true,
        MessageExpiry = TimeSpan.FromSeconds(uint.MaxValue),
        IsUtf8Payload = true,
        ContentType = "application/json",
        ResponseTopic = "reply/1",
        CorrelationData = new byte[] { 9, 8 },
        UserProperties = [new("name", "value"), new("name", ""), new("", "again")],
    };

    [Fact]
    public void Publish_EveryProperty_ComesBack()
    {
        using var writer = new MqttWriter();
        Write(writer, Full, MqttProtocolVersion.V500);
        var view = Read(writer.Written, MqttProtocolVersion.V500);
        Assert.Equivalent(Full, view.ToMessage(), strict: true);
        Assert.Equal(uint.MaxValue, view.MessageExpirySeconds);
        Assert.False(view.HasOnlyForwardedProperties);
    }

    [Fact]
    public void Publish_On311_LosesOnlyWhat311DoesNotKnow()
    {
        using var writer = new MqttWriter();
        Write(writer, Full, MqttProtocolVersion.V311);
        var expected = new MqttMessage { Topic = Full.Topic, Payload = Full.Payload, QualityOfService = Full.QualityOfService, Retain = true };
        Assert.Equivalent(expected, Read(writer.Written, MqttProtocolVersion.V311).ToMessage(), strict: true);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(20_000)]
    [InlineData(3_000_000)]
    public void Publish_PayloadOfAnyLength_ComesBack(int length)
    {
        var payload = new byte[length];
        new Random(length).NextBytes(payload);
        using var writer = new MqttWriter();
        Write(writer, new MqttMessage { Topic = "t", Payload = payload }, MqttProtocolVersion.V500);
        Assert.Equal(payload, Read(writer.Written, MqttProtocolVersion.V500).Payload);
    }

    [Fact]
    public void Publish_ForwardedProperties_WithoutThoseOfTheNeighbour()
    {
        using var expected = new MqttWriter();
        MessageProperties.WriteForwarded(expected, Full);
        using var writer = new MqttWriter();
        new PublishPacket
        {
            Topic = "t"u8,
            TopicAlias = 7,
            MessageExpirySeconds = 60,
            SubscriptionIdentifiers = [1, 268_435_455],
            ForwardedProperties = expected.Written,
        }.Write(writer, MqttProtocolVersion.V500);
        using var forwarded = new MqttWriter();
        Read(writer.Written, MqttProtocolVersion.V500).WriteForwardedProperties(forwarded);
        Assert.Equal(expected.Written, forwarded.Written);
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public void Will_EveryProperty_ComesBack(MqttProtocolVersion version)
    {
        using var writer = new MqttWriter();
        var connect = new ConnectPacket { Version = version, ClientIdentifier = "id", Will = new MqttWill(Full, TimeSpan.FromSeconds(30)) };
        connect.Write(writer);
        Assert.True(MqttFraming.TryReadHeader(writer.Written, MqttLimits.MaxPacketSize, out var header));
        var will = ConnectPacket.Read(header, writer.Written[header.HeaderLength..]).Will!;
        if (version == MqttProtocolVersion.V500)
        {
            Assert.Equivalent(connect.Will, will, strict: true);
        }
        else
        {
            Assert.Equal((Full.Topic, true, TimeSpan.Zero, null), (will.Message.Topic, will.Message.Retain, will.Delay, will.Message.ContentType));
        }
    }

    [Theory]
    [InlineData('\ud83d')]
    [InlineData('\udc00')]
    [InlineData('\0')]
    public void Write_TextThatMqttForbids_ArgumentNamed(char forbidden)
    {
        using var writer = new MqttWriter();
        var error = Assert.Throws<ArgumentException>(() => writer.WriteText($"half {forbidden} pair", "ContentType"));
        Assert.Contains("ContentType holds", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_TextAndDataTooLong_ArgumentNamed()
    {
        using var writer = new MqttWriter();
        Assert.Contains("65536 bytes", Assert.Throws<ArgumentException>(() => writer.WriteText(new string('x', 65_536), "UserName")).Message, StringComparison.Ordinal);
        Assert.Contains("65536 bytes", Assert.Throws<ArgumentException>(() => writer.WriteBinary(new byte[65_536], "Password")).Message, StringComparison.Ordinal);
        writer.WriteText(new string('x', 65_535), "UserName");
        Assert.Equal(65_537, writer.Length);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4_294_967_296)]
    public void ExpirySeconds_OutsideFourBytes_ArgumentNamed(long seconds)
    {
        var message = Full with { MessageExpiry = TimeSpan.FromSeconds(seconds) };
        Assert.Throws<ArgumentOutOfRangeException>(nameof(MqttMessage.MessageExpiry), () => MessageProperties.ExpirySeconds(message));
    }

    [Fact]
    public void ExpirySeconds_PartOfASecond_RoundedUp() =>
        Assert.Equal(3u, MessageProperties.ExpirySeconds(Full with { MessageExpiry = TimeSpan.FromSeconds(2.1) }));

    private static void Write(MqttWriter writer, MqttMessage message, MqttProtocolVersion version)
    {
        using var properties = new MqttWriter();
        MessageProperties.WriteForwarded(properties, message);
        new PublishPacket
        {
            Topic = Encoding.UTF8.GetBytes(message.Topic),
            Payload = message.Payload.Span,
            QualityOfService = message.QualityOfService,
            Retain = message.Retain,
            PacketId = 1,
            MessageExpirySeconds = MessageProperties.ExpirySeconds(message),
            ForwardedProperties = properties.Written,
        }.Write(writer, version);
    }

    private static PublishView Read(ReadOnlySpan<byte> packet, MqttProtocolVersion version)
    {
        Assert.True(MqttFraming.TryReadHeader(packet, MqttLimits.MaxPacketSize, out var header));
        return PublishView.Read(header, packet[header.HeaderLength..], version, MqttSender.Server);
    }
}
