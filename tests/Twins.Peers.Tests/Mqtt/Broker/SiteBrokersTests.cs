using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Twins.Adapters.Mqtt.Broker;
using Twins.Adapters.Mqtt.Broker.Hosting;
using Twins.Sites;
using Twins.Testing.Peers;
using Twins.Testing.Time;

namespace Twins.Peers.Tests.Mqtt.Broker;

/// <summary>Brokers of several sites in one process, as descriptions name them.</summary>
public sealed class SiteBrokersTests : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("twins-brokers");
    private readonly LogLines _log = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly SiteBrokers _brokers;

    public SiteBrokersTests() => _brokers = new SiteBrokers(_log, TimeProvider.System, _services.GetRequiredService<IMeterFactory>());

    public async ValueTask DisposeAsync()
    {
        await _brokers.DisposeAsync();
        await _services.DisposeAsync();
        _log.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task TwoSites_EachHasItsOwnBrokerThatStopsByItself()
    {
        var one = await _brokers.StartAsync("one", new BrokerDescription(), simulated: true, _folder.FullName);
        var two = await _brokers.StartAsync("two", new BrokerDescription(), simulated: true, _folder.FullName);
        Assert.Same(one, await _brokers.StartAsync("one", new BrokerDescription(), simulated: true, _folder.FullName));
        await using var atOne = await RawMqtt.ConnectAsync(one.Addresses[0].Address.Port, new RawConnect());
        await using var atTwo = await RawMqtt.ConnectAsync(two.Addresses[0].Address.Port, new RawConnect());
        await atTwo.SubscribeAsync(("#", 0));

        await atOne.PublishAsync("a", "1", 1, retain: true);
        await atTwo.ExpectNothingAsync();
        await _brokers.StopAsync("one");

        Assert.Equal(0x8B, await atOne.ExpectEndAsync());
        await atTwo.ExpectNothingAsync();
        Assert.Null(_brokers.StatusOf("one"));
        var status = _brokers.StatusOf("two", ["host:8080"])!;
        Assert.Equal([("tcp", two.Addresses[0].Address.ToString()), ("websocket", "host:8080/mqtt/two")], status.Listeners.Select(listener => (listener.Transport, listener.Address)));
        Assert.Equal((1, 1, false), (status.Figures.Clients, status.Figures.Subscriptions, status.Persistent));
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "mqtt-simulated", "one.retained")));
    }

    [Fact]
    public async Task Port_Taken_NamesSiteAndAddress()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var fault = await Assert.ThrowsAsync<BrokerStartException>(() => _brokers.StartAsync("lab", new BrokerDescription { Port = port }, simulated: false, null));

        Assert.StartsWith($"The broker of 'lab' cannot listen on 127.0.0.1:{port}: ", fault.Message, StringComparison.Ordinal);
        Assert.Empty(_brokers.Running);
    }

    [Fact]
    public async Task Secrets_NotWhereTheyShouldBe_AreAllNamed()
    {
        var description = new BrokerDescription
        {
            Accounts =
            [
                new BrokerAccount { Username = "ems", Password = new SecretSource(null, Path.Combine(_folder.FullName, "none")) },
                new BrokerAccount { Username = "meter", Password = new SecretSource("TWINS_NO_SUCH_VARIABLE", null) },
            ],
        };

        var fault = await Assert.ThrowsAsync<BrokerStartException>(() => _brokers.StartAsync("lab", description, simulated: false, null));

        Assert.Equal(2, fault.Complaints.Count);
        Assert.All(fault.Complaints, complaint => Assert.StartsWith("The broker of 'lab', account '", complaint, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Gateway_HasAnAccountOfItsOwn()
    {
        var secret = Path.Combine(_folder.FullName, "secret");
        await File.WriteAllTextAsync(secret, "word");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(secret, UnixFileMode.UserRead);
        }

        var description = new BrokerDescription { Port = PeerProgram.FreePort(), Accounts = [new BrokerAccount { Username = "ems", Password = new SecretSource(null, secret) }] };
        var broker = await _brokers.StartAsync("lab", description, simulated: false, null);

        await using var gateway = await RawMqtt.ConnectAsync(
            broker.Addresses[0].Address.Port, new RawConnect { User = broker.Access.Gateway!.UserName, Password = broker.Access.Gateway.Password });

        Assert.Equal(0, gateway.ConnAck.Body[1]);
        Assert.Equal([0], await gateway.SubscribeAsync(("#", 0)));
        Assert.Equal(1, _brokers.StatusOf("lab")!.Accounts);
    }

    [Fact]
    public async Task Metrics_CountBySite()
    {
        var broker = await _brokers.StartAsync("lab", new BrokerDescription(), simulated: true, null);
        await using var client = await RawMqtt.ConnectAsync(broker.Addresses[0].Address.Port, new RawConnect());
        await client.PublishAsync("a", "1");
        var seen = new Dictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "Twins.Mqtt.Broker" && instrument.Meter.Scope == _services.GetRequiredService<IMeterFactory>())
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => seen[$"{instrument.Name} {tags[0].Value}"] = value);
        listener.Start();

        listener.RecordObservableInstruments();

        Assert.Equal((1, 1, 1), (seen["twins.mqtt.broker.clients lab"], seen["twins.mqtt.broker.messages.received lab"], seen["twins.mqtt.broker.connections.accepted lab"]));
    }

    [Theory]
    [InlineData("4")]
    [InlineData("5")]
    public async Task WebSocket_IsServedByTheHostsListenerToItsOwnPagesAlone(string version)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var web = builder.Build();
        web.UseWebSockets();
        web.MapSiteBrokers(["lab"], site => _brokers.Running.GetValueOrDefault(site));
        await web.StartAsync(TestContext.Current.CancellationToken);
        var host = new Uri(web.Urls.First());
        Assert.Contains("503", await RefusalAsync(new Uri($"ws://{host.Authority}/mqtt/lab"), "mqtt", null), StringComparison.Ordinal);
        await _brokers.StartAsync("lab", new BrokerDescription(), simulated: true, null);

        Assert.Contains("403", await RefusalAsync(new Uri($"ws://{host.Authority}/mqtt"), "mqtt", "http://evil.example"), StringComparison.Ordinal);
        Assert.Contains("400", await RefusalAsync(new Uri($"ws://{host.Authority}/mqtt"), "other", null), StringComparison.Ordinal);
        await BrokerPeerTests.TestMqttJsAsync($"ws://{host.Authority}/mqtt", version);
        await Eventually.TrueAsync(() => _brokers.StatusOf("lab")!.Figures.Clients == 0, "the clients are gone");
    }

    private static async Task<string> RefusalAsync(Uri address, string protocol, string? origin)
    {
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(protocol);
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        return (await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(address, TestContext.Current.CancellationToken))).Message;
    }
}
