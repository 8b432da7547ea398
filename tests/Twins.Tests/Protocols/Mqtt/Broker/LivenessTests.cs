using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;
using Twins.Tests.Protocols.Mqtt.Broker.Support;

namespace Twins.Tests.Protocols.Mqtt.Broker;

/// <summary>5.0, sections 3.1.2.10 and 3.14: keep-alive, and how the broker takes leave.</summary>
public sealed class LivenessTests
{
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public async Task Silence_OfOneAndAHalfIntervals_ClosesTheConnection_NoSooner(MqttProtocolVersion version)
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var client = await fixture.ConnectAsync(Packet(version, keepAliveSeconds: 10));

        fixture.Pass(TimeSpan.FromSeconds(14));
        await client.ExpectNothingAsync();
        fixture.Pass(TimeSpan.FromSeconds(16));

        if (version == MqttProtocolVersion.V500)
        {
            await client.ExpectDisconnectAsync(MqttReasonCode.KeepAliveTimeout);
        }
        else
        {
            await client.ExpectClosedAsync();
        }

        Assert.Equal(1, fixture.Broker.Figures.KeepAliveTimeouts);
        Assert.Equal(MqttIncidentKind.KeepAliveTimeout, Assert.Single(fixture.Broker.Diagnostics).Kind);
    }

    [Theory]
    [InlineData(0, 60)]
    [InlineData(120, 60)]
    [InlineData(30, null)]
    public async Task KeepAlive_BeyondTheBrokersMaximum_IsReplaced(int keepAliveSeconds, int? serverKeepAlive)
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var client = await fixture.ConnectAsync(Packet(MqttProtocolVersion.V500, (ushort)keepAliveSeconds));

        Assert.Equal(serverKeepAlive, client.ConnAck!.ServerKeepAliveSeconds);
    }

    [Fact]
    public async Task KeepAliveOfZero_IsForEver_In311()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var client = await fixture.ConnectAsync(Packet(MqttProtocolVersion.V311, 0));

        fixture.Pass(TimeSpan.FromHours(1));

        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Stop_SaysServerShuttingDown_AndKeepsSessions()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var modern = await fixture.ConnectAsync("modern", expirySeconds: 60);
        using var old = await fixture.ConnectAsync("old", MqttProtocolVersion.V311);

        var stop = fixture.Broker.StopAsync();
        await modern.ExpectDisconnectAsync(MqttReasonCode.ServerShuttingDown);
        await old.ExpectClosedAsync();
        await stop.InTime();

        Assert.Equal("modern", Assert.Single(fixture.Broker.Clients).ClientId);
        await Assert.ThrowsAnyAsync<System.Net.Sockets.SocketException>(() => ScriptedClient.OpenAsync(fixture.Endpoint));
    }

    [Fact]
    public async Task Disconnect_ByTheAdministrator_SaysSo()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var client = await fixture.ConnectAsync("client");

        Assert.True(fixture.Broker.Disconnect("client"));
        Assert.False(fixture.Broker.Disconnect("nobody"));

        await client.ExpectDisconnectAsync(MqttReasonCode.AdministrativeAction);
    }

    [Fact]
    public async Task ServeAsync_ServesAnyStream_UntilItIsCancelled()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var cancellation = new CancellationTokenSource();
        var (here, there) = MemoryPipe.Create();
        var serving = fixture.Broker.ServeAsync(there, new MqttPeer("websocket"), cancellation.Token);
        using var client = new ScriptedClient(here, MqttProtocolVersion.V500);

        await client.SendAsync(Packet(MqttProtocolVersion.V500, 0).Write);
        await client.ReceiveAsync<ConnAckPacket>();
        Assert.Equal("websocket", Assert.Single(fixture.Broker.Clients).Transport);
        await client.SubscribeAsync(new MqttSubscription("a"));
        await client.PublishAsync("a", "there and back");
        await client.ExpectMessageAsync("a", "there and back");
        await cancellation.CancelAsync();

        await client.ExpectDisconnectAsync(MqttReasonCode.ServerShuttingDown);
        await serving.InTime();
    }

    private static ConnectPacket Packet(MqttProtocolVersion version, ushort keepAliveSeconds) => new()
    {
        Version = version, ClientIdentifier = "client", CleanStart = true, KeepAliveSeconds = keepAliveSeconds,
    };
}
