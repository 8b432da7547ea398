using Twins.Adapters;
using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using MQTTnet;
using MQTTnet.Protocol;
using Twins.Configuration;
using Twins.Simulator;
using Twins.Sites;
using Twins.Testing.Time;

namespace Twins.Tests.Simulator.Serving.Mqtt;

/// <summary>A simulated inverter behind a broker, and a subscriber to all that is published there. The clock is the test's.</summary>
internal sealed class PublishedSite : IAsyncDisposable
{
    private const string Inverter =
        """
        device: test-inverter
        type: pv
        version: 1
        products: [{brand: Test, model: Inverter}]
        source: {document: "Test"}
        mqtt:
          topics:
            - topic: pv/{device}/telemetry
              everyS: 5
              time: {pointer: /time}
              points:
                - {key: activePower, pointer: /power, unit: W}
                - {key: voltage, pointer: /voltage, unit: V}
                - {key: powerLimitSetpoint, pointer: /limit, unit: W}
          commands:
            - {key: powerLimitSetpoint, topic: "pv/{device}/set", payload: '{"limit": {value}, "id": "{command}"}', unit: W, tolerance: 5,
               acknowledgement: {topic: "pv/{device}/answer", correlation: /id, result: /ok, accepted: [true], refused: [false], reason: /why}}
          presence: {topic: "pv/{device}/status", online: online, offline: offline}
        tested: {simulator: true}
        """;

    private const string Site =
        """
        site: test
        title: Test site
        connections:
          - {key: roof, mqtt: {host: broker.test.example}}
        devices:
          - {key: inverter-1, title: Inverter, device: test-inverter, connection: roof, ratings: {peakPower: 5 kW}}
        """;

    private readonly ConcurrentQueue<MqttApplicationMessage> _received = new();
    private readonly IMqttClient _subscriber = new MqttClientFactory().CreateMqttClient();

    private PublishedSite(SiteSimulator simulator, ManualTimeProvider clock)
    {
        Simulator = simulator;
        Clock = clock;
        _subscriber.ApplicationMessageReceivedAsync += received =>
        {
            _received.Enqueue(received.ApplicationMessage);
            return Task.CompletedTask;
        };
    }

    public SiteSimulator Simulator { get; }

    public ManualTimeProvider Clock { get; }

    public SimulatedDevice Device => Simulator.Device("inverter-1");

    public static SiteConfiguration Configuration { get; } = SiteConfigurationLoader.Load(
        [.. Types(), new DescriptionFile("devices/test-inverter.yaml", Inverter), new DescriptionFile("sites/test.yaml", Site)], FieldProtocols.All).GetCatalog().Sites[0];

    public static async Task<PublishedSite> StartAsync()
    {
        var clock = new ManualTimeProvider(new DateTimeOffset(2026, 6, 1, 10, 0, 0, TimeSpan.Zero));
        SiteSimulator simulator = await SiteSimulator.StartAsync(Configuration, null, clock);
        var site = new PublishedSite(simulator, clock);
        await site._subscriber.ConnectAsync(new MqttClientOptions
        {
            ChannelOptions = new MqttClientTcpOptions { RemoteEndpoint = simulator.Endpoints["roof"] }, ClientId = "subscriber", KeepAlivePeriod = TimeSpan.FromMinutes(1),
        });
        await site._subscriber.SubscribeAsync("#", MqttQualityOfServiceLevel.AtLeastOnce);
        Assert.Equal("online", site.Text(await site.NextAsync("pv/inverter-1/status")));
        return site;
    }

    public Task PublishAsync(string topic, string payload) => _subscriber.PublishAsync(new MqttApplicationMessage
    {
        Topic = topic, PayloadSegment = System.Text.Encoding.UTF8.GetBytes(payload), QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
    });

    /// <summary>The next message of a topic, while time passes; what came of others before is passed over.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="which">Which message; null for any. One that was on its way before a fault began is well.</param>
    public async Task<MqttApplicationMessage> NextAsync(string topic, Func<MqttApplicationMessage, bool>? which = null)
    {
        MqttApplicationMessage? found = null;
        await Eventually.TrueAsync(
            () =>
            {
                Clock.Advance(TimeSpan.FromMilliseconds(100));
                while (found is null && _received.TryDequeue(out MqttApplicationMessage? message))
                {
                    found = message.Topic == topic && which?.Invoke(message) != false ? message : null;
                }

                return found is not null;
            },
            $"a message on {topic}");
        return found!;
    }

    public async Task<JsonNode> NextReportAsync() => JsonNode.Parse(Text(await NextAsync("pv/inverter-1/telemetry")))!;

    /// <summary>Forgets what came so far.</summary>
    public void Clear() => _received.Clear();

    public string Text(MqttApplicationMessage message) => System.Text.Encoding.UTF8.GetString(message.Payload.ToArray());

    /// <summary>Topics of all that came since the last look.</summary>
    public IEnumerable<string> Topics => _received.Select(message => message.Topic);

    public async ValueTask DisposeAsync()
    {
        _subscriber.Dispose();
        await Simulator.DisposeAsync();
    }

    private static IEnumerable<DescriptionFile> Types() => Directory
        .EnumerateFiles(Path.Combine(Twins.Testing.Platform.Repository.SiloConfig, "types"), "*.yaml")
        .Select(type => new DescriptionFile($"types/{Path.GetFileName(type)}", File.ReadAllText(type)));
}
