using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;
using Twins.Testing.Time;
using static Twins.Tests.Protocols.Mqtt.Client.ClientMessages;

namespace Twins.Tests.Protocols.Mqtt.Client;

public sealed class KeepAliveTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Silence_OfThreeQuartersOfTheInterval_IsProbed()
    {
        await using var fixture = await ConnectedAsync();
        _time.Advance(TimeSpan.FromSeconds(44.9));
        Assert.True(fixture.Connection.HasNothingMore);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        await fixture.Connection.NextAsync(MqttPacketType.PingReq);
        await fixture.Connection.SendAsync(0xD0, 0);
        await AnswerIsReadAsync(fixture);
        _time.Advance(TimeSpan.FromSeconds(45));
        await fixture.Connection.NextAsync(MqttPacketType.PingReq);

        Assert.Equal(MqttConnectionState.Connected, fixture.Client.State);
    }

    [Fact]
    public async Task Interval_OfTheServer_HoldsInsteadOfTheOwn()
    {
        await using var fixture = await ConnectedAsync(serverKeepAlive: 8);
        _time.Advance(TimeSpan.FromSeconds(6));
        await fixture.Connection.NextAsync(MqttPacketType.PingReq);

        Assert.Equal(TimeSpan.FromSeconds(8), fixture.Client.Grant!.KeepAlive);
    }

    [Fact]
    public async Task Probe_WithoutAnswer_EndsTheConnection()
    {
        await using var fixture = await ConnectedAsync();
        _time.Advance(TimeSpan.FromSeconds(45));
        await fixture.Connection.NextAsync(MqttPacketType.PingReq);
        _time.Advance(TimeSpan.FromSeconds(10));
        await fixture.Client.ReachesAsync(MqttConnectionState.WaitingToReconnect);

        Assert.Contains("did not answer a PINGREQ within 10000 ms", fixture.Client.Figures.LastFault!.Message, StringComparison.Ordinal);
        Assert.Equal(1, fixture.Client.Figures.ConnectionsLost);
    }

    [Fact]
    public async Task Sending_WithoutHearingAnything_IsProbedToo()
    {
        await using var fixture = await ConnectedAsync();
        for (var second = 0; second < 5; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            await fixture.Client.PublishAsync(Text("a", "1")).InTime();
            var packet = await fixture.Connection.NextAsync();
            if (packet.Header.Type == MqttPacketType.PingReq)
            {
                Assert.Equal(4, second);
                return;
            }
        }

        await fixture.Connection.NextAsync(MqttPacketType.PingReq);
    }

    [Fact]
    public async Task ReceiverThatHoldsUpTheReading_IsNotTakenForASilentServer()
    {
        var mayEnd = new TaskCompletionSource();
        await using var fixture = await ConnectedAsync();
        fixture.Receiver.AtBatchEnd = _ => new ValueTask(mayEnd.Task);
        await fixture.Connection.SendPublishAsync("a", "1");
        await fixture.Receiver.NextAsync();
        await Eventually.TrueAsync(() => fixture.Receiver.Batches == 1, "the end of the batch");
        for (var probe = 0; probe < 3; probe++)
        {
            // The server hears from us all the time, and its answers lie unread.
            _time.Advance(TimeSpan.FromSeconds(45));
            await fixture.Connection.NextAsync(MqttPacketType.PingReq);
            await fixture.Connection.SendAsync(0xD0, 0);
        }

        mayEnd.SetResult();
        await AnswerIsReadAsync(fixture);
        Assert.Equal(MqttConnectionState.Connected, fixture.Client.State);
        Assert.Equal(0, fixture.Client.Figures.ConnectionsLost);
    }

    [Fact]
    public async Task IntervalZero_IsNeverProbed()
    {
        await using var fixture = await ClientFixture.ConnectedAsync(options: options => options with { KeepAlive = TimeSpan.Zero }, time: _time);
        _time.Advance(TimeSpan.FromHours(5));
        await fixture.Client.PublishAsync(Text("a", "1")).InTime();

        Assert.Equal("1", (await fixture.Connection.NextPublishAsync()).Text);
    }

    private Task<ClientFixture> ConnectedAsync(ushort? serverKeepAlive = null) => ClientFixture.ConnectedAsync(
        options: options => options with { KeepAlive = TimeSpan.FromSeconds(60), PingTimeout = TimeSpan.FromSeconds(10) },
        grant: answer => answer with { ServerKeepAliveSeconds = serverKeepAlive },
        time: _time);

    // What was sent before this message was read before it.
    private static async Task AnswerIsReadAsync(ClientFixture fixture)
    {
        await fixture.Connection.SendPublishAsync("a", "after the answer");
        while ((await fixture.Receiver.NextAsync()).Text != "after the answer")
        {
            // Messages of the test itself.
        }
    }
}
