using Twins.Protocols.Mqtt;
using Twins.Tests.Protocols.Mqtt.Client.Scripted;
using Twins.Testing.Time;
using static Twins.Tests.Protocols.Mqtt.Client.ClientMessages;

namespace Twins.Tests.Protocols.Mqtt.Client;

public sealed class ReconnectTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Attempts_ComeWithGrowingDelays_UntilOneHoldsLongEnough()
    {
        await using var server = new ScriptedServer();
        await using var client = new MqttClient(
            server.Options with { ReconnectDelay = TimeSpan.FromSeconds(1), MaxReconnectDelay = TimeSpan.FromSeconds(4) }, new RecordingReceiver(), _time);
        var waits = Waits(client);
        _ = client.ConnectAsync();
        foreach (var seconds in new[] { 1, 2, 4, 4 })
        {
            (await server.AcceptSessionAsync()).Cut();
            Assert.Equal(TimeSpan.FromSeconds(seconds), await waits.NextAsync());
            _time.Advance(TimeSpan.FromSeconds(seconds));
        }

        var holding = await server.AcceptSessionAsync();
        await client.ReachesAsync(MqttConnectionState.Connected);
        _time.Advance(TimeSpan.FromSeconds(4));
        holding.Cut();
        Assert.Equal(TimeSpan.FromSeconds(1), await waits.NextAsync());
    }

    [Fact]
    public async Task Connect_WhileTheServerIsDown_WaitsForIt()
    {
        var server = new ScriptedServer();
        var options = server.Options;
        await server.DisposeAsync();
        await using var client = new MqttClient(options with { ReconnectDelay = TimeSpan.FromSeconds(1), MaxReconnectDelay = TimeSpan.FromSeconds(1) }, new RecordingReceiver(), _time);
        var waits = Waits(client);
        using var patience = new CancellationTokenSource();
        var connecting = client.ConnectAsync(patience.Token);
        await waits.NextAsync();
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting.InTime());
        Assert.Equal(MqttConnectionState.WaitingToReconnect, client.State);
        _time.Advance(TimeSpan.FromSeconds(1));
        await waits.NextAsync();
        Assert.Equal(2, client.Figures.ConnectionsFailed);
    }

    [Fact]
    public async Task ServerThatDoesNotAnswer_IsGivenUpInTime()
    {
        await using var server = new ScriptedServer();
        await using var client = new MqttClient(server.Options with { ConnectTimeout = TimeSpan.FromSeconds(3) }, new RecordingReceiver(), _time);
        var waits = Waits(client);
        _ = client.ConnectAsync();
        var silent = await server.AcceptAsync();
        await silent.NextConnectAsync();
        _time.Advance(TimeSpan.FromSeconds(3));
        await waits.NextAsync();

        Assert.Contains("did not accept a connection within 3000 ms", client.Figures.LastFault!.Message, StringComparison.Ordinal);
        await silent.ClosedAsync();
    }

    [Fact]
    public async Task Disconnect_SaysGoodbye_AndConnectGoesOn()
    {
        await using var fixture = await ClientFixture.ConnectedAsync(options: options => options with { SessionExpiry = TimeSpan.FromHours(1) });
        var waiting = fixture.Client.PublishAsync(Text("a", "1", Qos1));
        await fixture.Connection.NextPublishAsync();
        await fixture.Client.DisconnectAsync(new MqttDisconnectOptions { SessionExpiry = TimeSpan.FromMinutes(1), ReasonString = "service" }).InTime();
        var goodbye = await fixture.Connection.NextDisconnectAsync();
        Assert.Equal((MqttReasonCode.Success, 60u, "service"), (goodbye.ReasonCode, goodbye.SessionExpirySeconds, goodbye.ReasonString));
        Assert.Equal(0, await fixture.Connection.ClosedAsync());
        Assert.Equal(MqttConnectionState.Disconnected, fixture.Client.State);

        var connecting = fixture.Client.ConnectAsync();
        var next = await fixture.Server.AcceptSessionAsync(sessionPresent: true);
        await connecting.InTime();
        var again = await next.NextPublishAsync();
        Assert.True(again.IsDuplicate);
        await next.SendAckAsync(Protocols.Mqtt.Wire.MqttPacketType.PubAck, again.PacketId);
        await waiting.InTime();
        Assert.Equal(0, fixture.Client.Figures.ConnectionsLost);
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V500)]
    [InlineData(MqttProtocolVersion.V311)]
    public async Task Disconnect_WithTheWill_LeavesAsEachVersionKnows(MqttProtocolVersion version)
    {
        await using var fixture = await ClientFixture.ConnectedAsync(version);
        await fixture.Client.DisconnectAsync(new MqttDisconnectOptions { PublishWill = true }).InTime();
        if (version == MqttProtocolVersion.V500)
        {
            Assert.Equal(MqttReasonCode.DisconnectWithWill, (await fixture.Connection.NextDisconnectAsync()).ReasonCode);
        }

        Assert.Equal(0, await fixture.Connection.ClosedAsync());
    }

    [Fact]
    public async Task Disconnect_WhileWaiting_EndsTheAttempts()
    {
        var server = new ScriptedServer();
        var options = server.Options;
        await server.DisposeAsync();
        await using var client = new MqttClient(options with { ReconnectDelay = TimeSpan.FromHours(1), MaxReconnectDelay = TimeSpan.FromHours(1) }, new RecordingReceiver(), _time);
        var connecting = client.ConnectAsync();
        await client.ReachesAsync(MqttConnectionState.WaitingToReconnect);
        await client.DisconnectAsync().InTime();

        Assert.Equal(MqttConnectionState.Disconnected, client.State);
        await Assert.ThrowsAsync<MqttConnectionException>(() => connecting.InTime());
    }

    [Fact]
    public async Task Disconnect_GivingAShortSessionALongerLife_IsTheCallersError()
    {
        await using var client = new MqttClient(new MqttClientOptions { Host = "127.0.0.1" }, new RecordingReceiver());

        await Assert.ThrowsAsync<ArgumentException>(() => client.DisconnectAsync(new MqttDisconnectOptions { SessionExpiry = TimeSpan.FromHours(1) }));
    }

    [Fact]
    public async Task States_AreAnnouncedInOrder_WithWhatLedToThem()
    {
        await using var fixture = await ClientFixture.ConnectedAsync();
        var changes = new List<MqttConnectionStateChangedEventArgs>();
        fixture.Client.StateChanged += (_, change) => changes.Add(change);
        await fixture.Connection.SendAsync(0xE0, 2, 0x8B, 0);
        await fixture.Server.AcceptSessionAsync();
        await fixture.Client.ReachesAsync(MqttConnectionState.Connected);
        await fixture.Client.DisposeAsync();

        Assert.Equal(
            [
                MqttConnectionState.WaitingToReconnect, MqttConnectionState.Connecting, MqttConnectionState.Connected,
                MqttConnectionState.Disconnected, MqttConnectionState.Closed,
            ],
            changes.Select(change => change.State));
        Assert.Equal(MqttReasonCode.ServerShuttingDown, Assert.IsType<MqttRefusedException>(changes[0].Error).ReasonCode);
        Assert.NotNull(changes[0].RetryAt);
    }

    private DelayLog Waits(MqttClient client)
    {
        var log = new DelayLog();
        client.StateChanged += (_, change) =>
        {
            if (change.RetryAt is { } at)
            {
                log.Add(at - _time.GetUtcNow());
            }
        };
        return log;
    }

    private sealed class DelayLog
    {
        private readonly System.Threading.Channels.Channel<TimeSpan> _delays = System.Threading.Channels.Channel.CreateUnbounded<TimeSpan>();

        public void Add(TimeSpan delay) => _delays.Writer.TryWrite(delay);

        public async Task<TimeSpan> NextAsync() => await _delays.Reader.ReadAsync().InTime();
    }
}
