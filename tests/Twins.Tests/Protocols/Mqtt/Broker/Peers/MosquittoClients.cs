using System.Globalization;
using Twins.Protocols.Mqtt;
using Twins.Testing.Peers;
using Twins.Testing.Time;

namespace Twins.Tests.Protocols.Mqtt.Broker.Peers;

/// <summary>A broker of ours, and mosquitto's command-line clients that talk to it.</summary>
internal sealed class MosquittoClients : IAsyncDisposable
{
    private readonly List<PeerProcess> _subscribers = [];

    private MosquittoClients(MqttBroker broker) => Broker = broker;

    public MqttBroker Broker { get; }

    public string Port => Broker.Endpoints[^1].Port.ToString(CultureInfo.InvariantCulture);

    /// <summary>Starts a broker; a test without mosquitto's clients ends here as skipped.</summary>
    public static async Task<MosquittoClients> StartAsync(
        MqttBrokerOptions? options = null, MqttAccounts? accounts = null)
    {
        Assert.SkipUnless(PeerProgram.Find("mosquitto_sub") is not null, "mosquitto-clients is not installed");
        var broker = new MqttBroker(options, accounts, accounts);
        await broker.StartAsync();
        return new MosquittoClients(broker);
    }

    /// <summary>Starts a subscriber, and waits until the broker has its subscription.</summary>
    public async Task<PeerProcess> SubscribeAsync(params string[] arguments)
    {
        var before = Broker.Figures.Subscriptions;
        var subscriber = StartSubscriber(arguments);
        await Eventually.TrueAsync(() => Broker.Figures.Subscriptions > before, "mosquitto_sub subscribes");
        return subscriber;
    }

    /// <summary>Starts a subscriber whose session may have its subscription already.</summary>
    public PeerProcess StartSubscriber(params string[] arguments)
    {
        var subscriber = PeerProcess.Start(PeerProgram.Find("mosquitto_sub")!, ["-h", "127.0.0.1", "-p", Port, .. arguments]);
        _subscribers.Add(subscriber);
        return subscriber;
    }

    /// <summary>Ends a subscriber as <c>kill -9</c> does, and waits until the broker misses it.</summary>
    public async Task KillAsync(PeerProcess subscriber)
    {
        var before = Broker.Figures.Connections;
        _subscribers.Remove(subscriber);
        await subscriber.DisposeAsync();
        await Eventually.TrueAsync(() => Broker.Figures.Connections < before, "the broker misses mosquitto_sub");
    }

    /// <summary>Publishes, to the end of the program.</summary>
    public Task<PeerResult> PublishAsync(params string[] arguments) => RunAsync("mosquitto_pub", arguments);

    public Task<PeerResult> RunAsync(string program, params string[] arguments) =>
        PeerProcess.RunAsync(PeerProgram.Find(program)!, ["-h", "127.0.0.1", "-p", Port, .. arguments]);

    /// <summary>The lines of a subscriber once it ended by itself.</summary>
    public static async Task<string[]> LinesAsync(PeerProcess subscriber)
    {
        await subscriber.WaitForExitAsync();
        return subscriber.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var subscriber in _subscribers)
        {
            await subscriber.DisposeAsync();
        }

        await Broker.DisposeAsync();
    }
}
