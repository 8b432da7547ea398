using System.Net;
using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;
using Twins.Testing.Time;

namespace Twins.Tests.Protocols.Mqtt.Broker.Support;

/// <summary>A broker on a free port, on a clock that the test turns.</summary>
internal sealed class BrokerFixture : IAsyncDisposable
{
    private BrokerFixture(MqttBroker broker, ManualTimeProvider clock)
    {
        Broker = broker;
        Clock = clock;
    }

    public MqttBroker Broker { get; }

    public ManualTimeProvider Clock { get; }

    public IPEndPoint Endpoint => Broker.Endpoints[0];

    public static async Task<BrokerFixture> StartAsync(
        MqttBrokerOptions? options = null,
        IMqttAuthenticator? authenticator = null,
        IMqttAuthorizer? authorizer = null,
        IMqttBrokerStore? store = null,
        ManualTimeProvider? clock = null)
    {
        clock ??= new ManualTimeProvider();
        var broker = new MqttBroker(options, authenticator, authorizer, store, clock);
        await broker.StartAsync().InTime();
        return new BrokerFixture(broker, clock);
    }

    public Task<ScriptedClient> ConnectAsync(
        string clientId, MqttProtocolVersion version = MqttProtocolVersion.V500, bool clean = true, uint? expirySeconds = null) =>
        ConnectAsync(new ConnectPacket
        {
            Version = version,
            ClientIdentifier = clientId,
            CleanStart = clean,
            SessionExpirySeconds = version == MqttProtocolVersion.V500 ? expirySeconds : null,
        });

    public Task<ScriptedClient> ConnectAsync(ConnectPacket packet) => ScriptedClient.ConnectAsync(Endpoint, packet);

    /// <summary>
    /// Connects over a transport without the system's own buffers: a client that does not read is noticed at once, and costs no socket.
    /// </summary>
    public async Task<ScriptedClient> ConnectInMemoryAsync(string clientId)
    {
        var (here, there) = MemoryPipe.Create();
        _ = Broker.ServeAsync(there, new MqttPeer("memory"), CancellationToken.None);
        var client = new ScriptedClient(here, MqttProtocolVersion.V500);
        await client.SendAsync(new ConnectPacket { Version = MqttProtocolVersion.V500, ClientIdentifier = clientId, CleanStart = true }.Write);
        await client.ReceiveAsync<ConnAckPacket>();
        return client;
    }

    /// <summary>Waits until the broker has noticed that a client is gone.</summary>
    public Task GoneAsync(string clientId) => Eventually.TrueAsync(
        () => !Broker.Clients.Any(client => client.ClientId == clientId && client.IsConnected), $"{clientId} is away");

    /// <summary>Turns the clock in steps in which the broker looks after its deadlines.</summary>
    public void Pass(TimeSpan time)
    {
        var step = TimeSpan.FromMilliseconds(500);
        for (var left = time; left > TimeSpan.Zero; left -= step)
        {
            Clock.Advance(left < step ? left : step);
        }
    }

    public async ValueTask DisposeAsync()
    {
        var disposal = Broker.DisposeAsync().AsTask();
        while (!disposal.IsCompleted)
        {
            // Whoever does not close its side is given up on after the farewell time-out.
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await disposal;
    }
}
