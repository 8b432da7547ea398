using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;
using static Twins.Tests.Protocols.Mqtt.Client.ClientMessages;

namespace Twins.Tests.Protocols.Mqtt.Client;

/// <summary>A server that breaks the standard is told so (5.0), left, counted and tried again.</summary>
public sealed class ViolationTests
{
    /// <summary>Packets that a server must not send, the reason code to leave with, and a part of the explanation.</summary>
    public static TheoryData<byte[], MqttReasonCode, string> Packets => new()
    {
        { [0x00, 0], MqttReasonCode.MalformedPacket, "packet type 0" },
        { [0x30, 0xFF, 0xFF, 0xFF, 0xFF], MqttReasonCode.MalformedPacket, "more than four bytes" },
        { [0x30, 0xFF, 0xFF, 0xFF, 0x7F], MqttReasonCode.PacketTooLarge, "are accepted" },
        { [0x36, 5, 0, 1, (byte)'a', 0, 1], MqttReasonCode.MalformedPacket, "quality of service of PUBLISH is 3" },
        { [0x30, 4, 0, 1, (byte)'+', 0], MqttReasonCode.MalformedPacket, "wildcard" },
        { [0x30, 3, 0, 0, 0], MqttReasonCode.ProtocolError, "topic name is empty" },
        { [0x30, 4, 0, 1, 0xFF, 0], MqttReasonCode.MalformedPacket, "UTF-8" },
        { [0x32, 6, 0, 1, (byte)'a', 0, 0, 0], MqttReasonCode.ProtocolError, "packet identifier is 0" },
        { [0x10, 0], MqttReasonCode.ProtocolError, "the server sends Connect" },
        { [0x20, 3, 0, 0, 0], MqttReasonCode.ProtocolError, "the server sends ConnAck" },
        { [0x82, 0], MqttReasonCode.ProtocolError, "the server sends Subscribe" },
        { [0xA2, 0], MqttReasonCode.ProtocolError, "the server sends Unsubscribe" },
        { [0xC0, 0], MqttReasonCode.ProtocolError, "the server sends PingReq" },
        { [0xD0, 1, 0], MqttReasonCode.MalformedPacket, "has a body" },
        { [0xF0, 7, 0x18, 5, 0x15, 0, 2, 0x61, 0x62], MqttReasonCode.ProtocolError, "enhanced authentication" },
        { [0x40, 2, 0, 0], MqttReasonCode.ProtocolError, "packet identifier is 0" },
        { [0x60, 2, 0, 1], MqttReasonCode.MalformedPacket, "flags of PubRel" },
    };

    [Theory]
    [MemberData(nameof(Packets))]
    public async Task Packet_ThatNoServerMaySend_EndsTheConnectionWithTheReason(byte[] packet, MqttReasonCode code, string said)
    {
        await using var fixture = await ClientFixture.ConnectedAsync();
        await fixture.Connection.SendPublishAsync("a", "before");
        await fixture.Receiver.NextAsync();
        await fixture.Connection.SendAsync(packet);
        var goodbye = await fixture.Connection.NextDisconnectAsync();
        Assert.Equal(0, await fixture.Connection.ClosedAsync());
        await fixture.Server.AcceptSessionAsync();
        await fixture.Client.ReachesAsync(MqttConnectionState.Connected);

        Assert.Equal(code, goodbye.ReasonCode);
        Assert.Contains(said, goodbye.ReasonString, StringComparison.Ordinal);
        Assert.Contains(said, fixture.Client.Figures.LastFault!.Message, StringComparison.Ordinal);
        Assert.Equal((1, 1), (fixture.Client.Figures.ProtocolViolations, fixture.Client.Figures.ConnectionsLost));
    }

    [Theory]
    [InlineData(new byte[] { 0xE0, 0 })]
    [InlineData(new byte[] { 0xF0, 0 })]
    [InlineData(new byte[] { 0x36, 5, 0, 1, 0x61, 0, 1 })]
    public async Task Packet_ThatNoServerMaySendIn311_JustEndsTheConnection(byte[] packet)
    {
        await using var fixture = await ClientFixture.ConnectedAsync(MqttProtocolVersion.V311);
        await fixture.Connection.SendAsync(packet);

        Assert.Equal(0, await fixture.Connection.ClosedAsync());
        await fixture.Server.AcceptSessionAsync();
        Assert.Equal(1, fixture.Client.Figures.ProtocolViolations);
    }

    [Fact]
    public async Task MessagesBeforeTheViolation_AreHandedOverToTheirEnd()
    {
        await using var fixture = await ClientFixture.ConnectedAsync();
        await fixture.Connection.SendAsync([0x32, 6, 0, 1, (byte)'a', 0, 9, 0, 0x00, 0]);
        await fixture.Receiver.NextAsync();

        Assert.Equal(9, await fixture.Connection.NextAckAsync(MqttPacketType.PubAck));
        Assert.Equal(MqttReasonCode.MalformedPacket, (await fixture.Connection.NextDisconnectAsync()).ReasonCode);
        Assert.Equal(1, fixture.Receiver.Batches);
    }

    [Fact]
    public async Task ReceiveMaximum_Exceeded_EndsTheConnection()
    {
        await using var fixture = await ClientFixture.ConnectedAsync(options: options => options with { ReceiveMaximum = 2, ManualAcknowledgement = true });
        await fixture.Connection.SendPublishAsync("a", "1", Qos1, packetId: 1);
        await fixture.Connection.SendPublishAsync("a", "2", Qos2, packetId: 2);
        await fixture.Receiver.NextAsync(2);
        await fixture.Connection.SendPublishAsync("a", "3", Qos1, packetId: 3);

        Assert.Equal(MqttReasonCode.ReceiveMaximumExceeded, (await fixture.Connection.NextDisconnectAsync()).ReasonCode);
        Assert.Equal(0, fixture.Receiver.Waiting);
    }

    [Fact]
    public async Task Acknowledgement_ThatDoesNotFitTheMessage_EndsTheConnection()
    {
        await using var fixture = await ClientFixture.ConnectedAsync();
        _ = fixture.Client.PublishAsync(Text("a", "1", Qos2));
        var sent = await fixture.Connection.NextPublishAsync();
        await fixture.Connection.SendAckAsync(MqttPacketType.PubComp, sent.PacketId);

        Assert.Equal(MqttReasonCode.ProtocolError, (await fixture.Connection.NextDisconnectAsync()).ReasonCode);
    }

    [Fact]
    public async Task Answer_ToFewerFiltersThanWereAsked_EndsTheConnection()
    {
        await using var fixture = await ClientFixture.ConnectedAsync();
        _ = fixture.Client.SubscribeAsync([new("a"), new("b")]);
        await fixture.Connection.GrantAsync(await fixture.Connection.NextSubscribeAsync(), MqttReasonCode.Success);

        Assert.Equal(MqttReasonCode.ProtocolError, (await fixture.Connection.NextDisconnectAsync()).ReasonCode);
    }

    [Fact]
    public async Task Explanation_LargerThanTheServerTakes_IsLeftOut()
    {
        await using var fixture = await ClientFixture.ConnectedAsync(grant: answer => answer with { MaximumPacketSize = 20 });
        await fixture.Connection.SendAsync(0x00, 0);
        var goodbye = await fixture.Connection.NextDisconnectAsync();

        Assert.Equal((MqttReasonCode.MalformedPacket, null), (goodbye.ReasonCode, goodbye.ReasonString));
    }
}
