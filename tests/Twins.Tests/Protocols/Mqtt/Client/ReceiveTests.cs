using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;
using Twins.Tests.Protocols.Mqtt.Client.Scripted;
using static Twins.Tests.Protocols.Mqtt.Client.ClientMessages;

namespace Twins.Tests.Protocols.Mqtt.Client;

/// <summary>Messages from the server: acknowledgement, its order, exactly once, and pressure back.</summary>
public sealed class ReceiveTests
{
    public static TheoryData<MqttProtocolVersion> Versions => [MqttProtocolVersion.V311, MqttProtocolVersion.V500];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Acknowledgement_ByItself_LeavesAfterTheEndOfTheBatch(MqttProtocolVersion version)
    {
        var mayEnd = new TaskCompletionSource();
        await using var fixture = await ClientFixture.ConnectedAsync(version);
        fixture.Receiver.AtBatchEnd = _ => new ValueTask(mayEnd.Task);
        await fixture.Connection.SendPublishAsync("a", "1", Qos1, packetId: 11);
        Assert.Equal("1", (await fixture.Receiver.NextAsync()).Text);
        Assert.True(fixture.Connection.HasNothingMore);
        await fixture.Connection.SendPublishAsync("a", "2", Qos2, packetId: 12);
        mayEnd.SetResult();

        Assert.Equal(11, await fixture.Connection.NextAckAsync(MqttPacketType.PubAck));
        Assert.Equal(12, await fixture.Connection.NextAckAsync(MqttPacketType.PubRec));
        await fixture.Connection.SendAckAsync(MqttPacketType.PubRel, 12);
        Assert.Equal(12, await fixture.Connection.NextAckAsync(MqttPacketType.PubComp));
        Assert.Equal((2, 0), (fixture.Client.Figures.MessagesReceived, fixture.Client.Figures.Unacknowledged));
    }

    [Fact]
    public async Task Acknowledgement_ByHand_LeavesInTheOrderOfTheMessages()
    {
        await using var fixture = await ByHandAsync();
        for (ushort id = 1; id <= 3; id++)
        {
            await fixture.Connection.SendPublishAsync("a", "at least once", Qos1, packetId: id);
            await fixture.Connection.SendPublishAsync("a", "exactly once", Qos2, packetId: (ushort)(10 + id));
        }

        var received = await fixture.Receiver.NextAsync(6);
        var once = received.Where(message => message.Message.QualityOfService == Qos1).ToList();
        var exactly = received.Where(message => message.Message.QualityOfService == Qos2).ToList();
        fixture.Client.Acknowledge(once[2].Acknowledgement);
        fixture.Client.Acknowledge(once[1].Acknowledgement);
        fixture.Client.Acknowledge(exactly[1].Acknowledgement);
        fixture.Client.Acknowledge(once[0].Acknowledgement);
        Assert.Equal([1, 2, 3], await AcksAsync(fixture.Connection, MqttPacketType.PubAck, 3));
        fixture.Client.Acknowledge(exactly[0].Acknowledgement);
        Assert.Equal([11, 12], await AcksAsync(fixture.Connection, MqttPacketType.PubRec, 2));
        fixture.Client.Acknowledge(exactly[2].Acknowledgement);
        Assert.Equal([13], await AcksAsync(fixture.Connection, MqttPacketType.PubRec, 1));
    }

    [Fact]
    public async Task ExactlyOnce_SentAgainBeforeItWasAcknowledged_IsHandedOverOnce()
    {
        await using var fixture = await ByHandAsync();
        await fixture.Connection.SendPublishAsync("a", "1", Qos2, packetId: 5);
        await fixture.Connection.SendPublishAsync("a", "2", Qos2, packetId: 6);
        var received = await fixture.Receiver.NextAsync(2);
        fixture.Client.Acknowledge(received[0].Acknowledgement);
        Assert.Equal(5, await fixture.Connection.NextAckAsync(MqttPacketType.PubRec));
        await fixture.ReconnectAsync(sessionPresent: true);
        await fixture.Connection.SendPublishAsync("a", "1", Qos2, packetId: 5, isDuplicate: true);
        await fixture.Connection.SendPublishAsync("a", "2", Qos2, packetId: 6, isDuplicate: true);
        await fixture.Connection.SendPublishAsync("a", "3", Qos2, packetId: 7);
        Assert.Equal("3", (await fixture.Receiver.NextAsync()).Text);

        // The token of the lost connection still stands for the message, and the order of the PUBRECs holds.
        Assert.Equal(5, await fixture.Connection.NextAckAsync(MqttPacketType.PubRec));
        Assert.True(fixture.Connection.HasNothingMore);
        fixture.Client.Acknowledge(received[1].Acknowledgement);
        Assert.Equal(6, await fixture.Connection.NextAckAsync(MqttPacketType.PubRec));
        await fixture.Connection.SendAckAsync(MqttPacketType.PubRel, 5);
        await fixture.Connection.SendAckAsync(MqttPacketType.PubRel, 6);
        Assert.Equal([5, 6], await AcksAsync(fixture.Connection, MqttPacketType.PubComp, 2));
        Assert.Equal(2, fixture.Client.Figures.DuplicatesSuppressed);

        // Released: the identifier now stands for another message.
        await fixture.Connection.SendPublishAsync("a", "new", Qos2, packetId: 5);
        Assert.Equal("new", (await fixture.Receiver.NextAsync()).Text);
        fixture.Client.Acknowledge(received[0].Acknowledgement);
        Assert.True(fixture.Connection.HasNothingMore);
    }

    [Fact]
    public async Task ExactlyOnce_AcknowledgedWithoutAConnection_IsAnsweredWhenItComesAgain()
    {
        await using var fixture = await ByHandAsync();
        await fixture.Connection.SendPublishAsync("a", "1", Qos2, packetId: 5);
        var received = await fixture.Receiver.NextAsync();
        await fixture.ReconnectAsync(sessionPresent: true);
        fixture.Client.Acknowledge(received.Acknowledgement);
        await fixture.Connection.SendPublishAsync("a", "1", Qos2, packetId: 5, isDuplicate: true);

        Assert.Equal(5, await fixture.Connection.NextAckAsync(MqttPacketType.PubRec));
        Assert.Equal(0, fixture.Receiver.Waiting);
    }

    [Fact]
    public async Task AtLeastOnce_TokenOfALostConnection_DoesNothing()
    {
        await using var fixture = await ByHandAsync();
        await fixture.Connection.SendPublishAsync("a", "1", Qos1, packetId: 5);
        var first = await fixture.Receiver.NextAsync();
        await fixture.ReconnectAsync(sessionPresent: true);
        await fixture.Connection.SendPublishAsync("a", "1", Qos1, packetId: 5, isDuplicate: true);
        var again = await fixture.Receiver.NextAsync();
        fixture.Client.Acknowledge(first.Acknowledgement);
        Assert.Equal(1, fixture.Client.Figures.Unacknowledged);
        fixture.Client.Acknowledge(again.Acknowledgement);

        Assert.True(again.IsDuplicate);
        Assert.Equal(5, await fixture.Connection.NextAckAsync(MqttPacketType.PubAck));
    }

    [Fact]
    public async Task SessionLost_WhatWasReceivedAtQos2_IsForgotten()
    {
        await using var fixture = await ByHandAsync();
        await fixture.Connection.SendPublishAsync("a", "1", Qos2, packetId: 5);
        var first = await fixture.Receiver.NextAsync();
        await fixture.ReconnectAsync(sessionPresent: false);
        await fixture.Connection.SendPublishAsync("a", "another", Qos2, packetId: 5);
        var second = await fixture.Receiver.NextAsync();
        fixture.Client.Acknowledge(first.Acknowledgement);
        Assert.True(fixture.Connection.HasNothingMore);
        fixture.Client.Acknowledge(second.Acknowledgement);

        Assert.Equal("another", second.Text);
        Assert.Equal(5, await fixture.Connection.NextAckAsync(MqttPacketType.PubRec));
    }

    [Fact]
    public async Task Release_OfAnUnknownIdentifier_IsAnsweredAsUnknown()
    {
        await using var fixture = await ByHandAsync();
        await fixture.Connection.SendAckAsync(MqttPacketType.PubRel, 9);
        var answer = await fixture.Connection.NextAsync(MqttPacketType.PubComp);

        Assert.Equal([0, 9, (byte)MqttReasonCode.PacketIdentifierNotFound], answer.Body);
    }

    [Fact]
    public async Task Reading_WhileTheReceiverHoldsTheBatch_Stops()
    {
        var mayEnd = new TaskCompletionSource();
        await using var fixture = await ClientFixture.ConnectedAsync();
        fixture.Receiver.AtBatchEnd = _ => new ValueTask(mayEnd.Task);
        await fixture.Connection.SendPublishAsync("a", "first");
        await fixture.Receiver.NextAsync();

        // Far more than a socket's buffers take: the sending stalls, since nobody reads.
        var flood = Enumerable.Range(0, 64).Select(_ => fixture.Connection.SendPublishAsync("a", new string('x', 500_000))).ToList();
        Assert.Contains(flood, sending => !sending.IsCompleted);
        Assert.Equal(0, fixture.Receiver.Waiting);
        mayEnd.SetResult();
        await Task.WhenAll(flood);
        Assert.Equal(64, (await fixture.Receiver.NextAsync(64)).Count);
    }

    [Fact]
    public async Task Receiver_ThatThrows_IsCountedAndShown_AndTheConnectionHolds()
    {
        await using var fixture = await ClientFixture.ConnectedAsync();
        fixture.Receiver.OnEach = message => throw new InvalidOperationException($"cannot take {message.Text}");
        await fixture.Connection.SendPublishAsync("a", "1", Qos1, packetId: 1);

        Assert.Equal(1, await fixture.Connection.NextAckAsync(MqttPacketType.PubAck));
        Assert.Equal(1, fixture.Client.Figures.ReceiverFaults);
        Assert.Equal("The receiver threw InvalidOperationException: cannot take 1", fixture.Client.Figures.LastFault!.Message);
        Assert.Equal(MqttConnectionState.Connected, fixture.Client.State);
    }

    [Fact]
    public async Task Properties_OfAMessage_AreThereToBeRead()
    {
        await using var fixture = await ClientFixture.ConnectedAsync();
        byte[] properties =
        [
            1, 1, 2, 0, 0, 0, 30, 3, 0, 1, (byte)'t', 8, 0, 1, (byte)'r', 9, 0, 2, 7, 8, 38, 0, 1, (byte)'k', 0, 1, (byte)'v', 11, 5, 11, 6,
        ];
        await fixture.Connection.SendAsync([0x30, (byte)(4 + properties.Length + 1), 0, 1, (byte)'a', (byte)properties.Length, .. properties, (byte)'!']);
        var message = (await fixture.Receiver.NextAsync()).Message;

        Assert.Equal(("a", true, TimeSpan.FromSeconds(30), "t", "r"), (message.Topic, message.IsUtf8Payload, message.MessageExpiry, message.ContentType, message.ResponseTopic));
        Assert.Equal([7, 8], message.CorrelationData!.Value.ToArray());
        Assert.Equal([new MqttUserProperty("k", "v")], message.UserProperties);
    }

    private static Task<ClientFixture> ByHandAsync() => ClientFixture.ConnectedAsync(
        options: options => options with { ManualAcknowledgement = true, SessionExpiry = TimeSpan.FromHours(1) });

    private static async Task<List<ushort>> AcksAsync(ScriptedConnection connection, MqttPacketType type, int count)
    {
        var ids = new List<ushort>();
        while (ids.Count < count)
        {
            ids.Add(await connection.NextAckAsync(type));
        }

        return ids;
    }
}
