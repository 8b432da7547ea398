using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;
using Twins.Testing.Time;
using static Twins.Tests.Protocols.Mqtt.Client.ClientMessages;

namespace Twins.Tests.Protocols.Mqtt.Client;

public sealed class PublishTests
{
    [Fact]
    public async Task Publish_OfQos0_EndsWhenWritten()
    {
        await using var fixture = await ClientFixture.ConnectedAsync();
        var result = await fixture.Client.PublishAsync(Text("a", "1")).InTime();

        Assert.Equal(MqttPublishOutcome.Written, result.Outcome);
        Assert.Equal(("a", "1", (ushort)0), await fixture.Connection.NextPublishAsync() is var sent ? (sent.Topic, sent.Text, sent.PacketId) : default);
    }

    [Theory]
    [InlineData(MqttReasonCode.Success)]
    [InlineData(MqttReasonCode.NoMatchingSubscribers)]
    public async Task Publish_OfQos1_EndsWithTheAcknowledgement(MqttReasonCode code)
    {
        await using var fixture = await ClientFixture.ConnectedAsync();
        var publishing = fixture.Client.PublishAsync(Text("a", "1", Qos1));
        var sent = await fixture.Connection.NextPublishAsync();
        Assert.False(publishing.IsCompleted);
        await fixture.Connection.SendAckAsync(MqttPacketType.PubAck, sent.PacketId, code);

        Assert.Equal(new MqttPublishResult(MqttPublishOutcome.Acknowledged, code), await publishing.InTime());
        Assert.Equal(0, fixture.Client.Figures.InFlight);
    }

    [Fact]
    public async Task Publish_OfQos2_EndsWithTheLastStep()
    {
        await using var fixture = await ClientFixture.ConnectedAsync();
        var publishing = fixture.Client.PublishAsync(Text("a", "1", Qos2));
        var sent = await fixture.Connection.NextPublishAsync();
        await fixture.Connection.SendAckAsync(MqttPacketType.PubRec, sent.PacketId);
        Assert.Equal(sent.PacketId, await fixture.Connection.NextAckAsync(MqttPacketType.PubRel));
        Assert.False(publishing.IsCompleted);
        await fixture.Connection.SendAckAsync(MqttPacketType.PubComp, sent.PacketId);

        Assert.Equal(MqttPublishOutcome.Acknowledged, (await publishing.InTime()).Outcome);
    }

    [Theory]
    [InlineData(Qos1)]
    [InlineData(Qos2)]
    public async Task Publish_Refused_IsATypedError(MqttQualityOfService qualityOfService)
    {
        var answer = qualityOfService == Qos1 ? MqttPacketType.PubAck : MqttPacketType.PubRec;
        await using var fixture = await ClientFixture.ConnectedAsync();
        var publishing = fixture.Client.PublishAsync(Text("secret/door", "open", qualityOfService));
        var sent = await fixture.Connection.NextPublishAsync();
        await fixture.Connection.SendAckAsync(answer, sent.PacketId, MqttReasonCode.NotAuthorized);
        var error = await Assert.ThrowsAsync<MqttRefusedException>(() => publishing.InTime());

        Assert.Equal(MqttReasonCode.NotAuthorized, error.ReasonCode);
        Assert.Contains("the message to 'secret/door'", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, fixture.Client.Figures.InFlight);
    }

    [Fact]
    public async Task Publish_BeyondWhatTheServerTakes_IsRefusedWithoutBeingSent()
    {
        await using var fixture = await ClientFixture.ConnectedAsync(grant: answer => answer with
        {
            MaximumQualityOfService = Qos1, RetainAvailable = false, MaximumPacketSize = 64,
        });
        var client = fixture.Client;
        var codes = new[]
        {
            (await Assert.ThrowsAsync<MqttRefusedException>(() => client.PublishAsync(Text("a", "1", Qos2)).InTime())).ReasonCode,
            (await Assert.ThrowsAsync<MqttRefusedException>(() => client.PublishAsync(Text("a", "1") with { Retain = true }).InTime())).ReasonCode,
            (await Assert.ThrowsAsync<MqttRefusedException>(() => client.PublishAsync(Text("a", new string('x', 64), Qos1)).InTime())).ReasonCode,
            (await Assert.ThrowsAsync<MqttRefusedException>(() => client.PublishAsync(Text("a", new string('x', 64))).InTime())).ReasonCode,
        };
        await client.PublishAsync(Text("a", "last")).InTime();

        Assert.Equal([MqttReasonCode.QualityOfServiceNotSupported, MqttReasonCode.RetainNotSupported, MqttReasonCode.PacketTooLarge, MqttReasonCode.PacketTooLarge], codes);
        Assert.Equal("last", (await fixture.Connection.NextPublishAsync()).Text);
    }

    [Fact]
    public async Task Publish_BeyondTheReceiveMaximum_WaitsAndLetsQos0Pass()
    {
        await using var fixture = await ClientFixture.ConnectedAsync(grant: answer => answer with { ReceiveMaximum = 2 });
        var publishing = Enumerable.Range(1, 4).Select(number => fixture.Client.PublishAsync(Text("a", $"{number}", number == 2 ? Qos2 : Qos1))).ToList();
        var first = await fixture.Connection.NextPublishAsync();
        var second = await fixture.Connection.NextPublishAsync();
        await fixture.Client.PublishAsync(Text("a", "telemetry")).InTime();
        Assert.Equal("telemetry", (await fixture.Connection.NextPublishAsync()).Text);

        // A PUBREC leaves the message under way; the PUBACK makes room for one more, the PUBCOMP for another.
        await fixture.Connection.SendAckAsync(MqttPacketType.PubRec, second.PacketId);
        await fixture.Connection.NextAckAsync(MqttPacketType.PubRel);
        Assert.True(fixture.Connection.HasNothingMore);
        await fixture.Connection.SendAckAsync(MqttPacketType.PubAck, first.PacketId);
        var third = await fixture.Connection.NextPublishAsync();
        Assert.Equal("3", third.Text);
        await fixture.Connection.SendAckAsync(MqttPacketType.PubComp, second.PacketId);
        var fourth = await fixture.Connection.NextPublishAsync();
        Assert.Equal("4", fourth.Text);
        await fixture.Connection.SendAckAsync(MqttPacketType.PubAck, third.PacketId);
        await fixture.Connection.SendAckAsync(MqttPacketType.PubAck, fourth.PacketId);
        await Task.WhenAll(publishing).InTime();
    }

    [Fact]
    public async Task Publish_BeyondTheReceiveMaximum_SendsNoMoreThanThat()
    {
        await using var fixture = await ClientFixture.ConnectedAsync(grant: answer => answer with { ReceiveMaximum = 3 });
        for (var number = 0; number < 10; number++)
        {
            _ = fixture.Client.PublishAsync(Text("a", $"{number}", Qos1));
        }

        await fixture.Client.PublishAsync(Text("a", "telemetry")).InTime();
        var sent = new List<string>();
        while (sent.Count == 0 || sent[^1] != "telemetry")
        {
            sent.Add((await fixture.Connection.NextPublishAsync()).Text);
        }

        Assert.Equal(["0", "1", "2", "telemetry"], sent);
        Assert.Equal((3, 7), (fixture.Client.Figures.InFlight, fixture.Client.Figures.Queued));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("a/+", "holds a wildcard")]
    [InlineData("a\0", "U+0000")]
    public async Task Publish_ToNoTopicName_IsTheCallersError(string topic, string said)
    {
        await using var client = new MqttClient(new MqttClientOptions { Host = "127.0.0.1" }, new RecordingReceiver());
        var error = await Assert.ThrowsAnyAsync<ArgumentException>(() => client.PublishAsync(Text(topic, "1")).InTime());

        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => client.PublishAsync(Text("a\ud800", "1")).InTime());
    }

    [Fact]
    public async Task Publish_WithExpiry_CountsTheWaitHere()
    {
        var time = new ManualTimeProvider();
        await using var fixture = await ClientFixture.ConnectedAsync(grant: answer => answer with { ReceiveMaximum = 1 }, time: time);
        _ = fixture.Client.PublishAsync(Text("a", "first", Qos1));
        var first = await fixture.Connection.NextPublishAsync();
        var late = fixture.Client.PublishAsync(Text("a", "late", Qos1) with { MessageExpiry = TimeSpan.FromSeconds(10) });
        _ = fixture.Client.PublishAsync(Text("a", "in time", Qos1) with { MessageExpiry = TimeSpan.FromSeconds(60) });
        time.Advance(TimeSpan.FromSeconds(10));
        await fixture.Connection.SendAckAsync(MqttPacketType.PubAck, first.PacketId);
        var sent = await fixture.Connection.NextPublishAsync();

        Assert.Equal(MqttPublishOutcome.Expired, (await late.InTime()).Outcome);
        Assert.Equal(("in time", 50u), (sent.Text, sent.ExpirySeconds));
        Assert.Equal(1, fixture.Client.Figures.MessagesDropped);
    }
}
