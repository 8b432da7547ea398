using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;
using Twins.Testing.Time;
using static Twins.Tests.Protocols.Mqtt.Client.ClientMessages;

namespace Twins.Tests.Protocols.Mqtt.Client;

public sealed class RequesterTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Request_GetsTheAnswerWithItsCorrelation_InAnyOrder()
    {
        await using var fixture = await ClientFixture.ConnectedAsync();
        var requester = new MqttRequester(fixture.Client, "answers", _time);
        fixture.Receiver.TakeFirst = requester.TryTake;
        var first = requester.RequestAsync(Text("device/ask", "1"), TimeSpan.FromSeconds(5));
        var second = requester.RequestAsync(Text("device/ask", "2"), TimeSpan.FromSeconds(5));
        var asked = new[] { await NextRequestAsync(fixture), await NextRequestAsync(fixture) };
        await AnswerAsync(fixture, asked[1], "two");
        await AnswerAsync(fixture, asked[0] with { CorrelationData = new byte[16] }, "made up");
        await AnswerAsync(fixture, asked[0], "one");

        Assert.Equal("answers", asked[0].ResponseTopic);
        Assert.Equal("one"u8.ToArray(), (await first.InTime()).Payload.ToArray());
        Assert.Equal("two"u8.ToArray(), (await second.InTime()).Payload.ToArray());
        Assert.Equal(0, fixture.Receiver.Waiting);
    }

    [Fact]
    public async Task Request_WithoutAnswer_EndsInTime()
    {
        await using var fixture = await ClientFixture.ConnectedAsync();
        var requester = new MqttRequester(fixture.Client, "answers", _time);
        var waiting = requester.RequestAsync(Text("device/ask", "1"), TimeSpan.FromSeconds(5));
        await NextRequestAsync(fixture);
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(5));
                return waiting.IsCompleted;
            },
            "the end of the wait");

        await Assert.ThrowsAsync<TimeoutException>(() => waiting);
    }

    private static async Task<MqttMessage> NextRequestAsync(ClientFixture fixture)
    {
        var packet = await fixture.Connection.NextAsync(MqttPacketType.Publish);
        return PublishView.Read(packet.Header, packet.Body, MqttProtocolVersion.V500, MqttSender.Client).ToMessage();
    }

    private static Task AnswerAsync(ClientFixture fixture, MqttMessage request, string text) => fixture.Connection.SendAsync(writer =>
    {
        using var properties = new MqttWriter();
        MessageProperties.WriteForwarded(properties, new MqttMessage { Topic = "answers", CorrelationData = request.CorrelationData });
        new PublishPacket
        {
            Topic = "answers"u8, Payload = System.Text.Encoding.UTF8.GetBytes(text), ForwardedProperties = properties.Written,
        }.Write(writer, MqttProtocolVersion.V500);
    });
}
