using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Twins.Adapters;
using Twins.Adapters.Mqtt;
using Twins.Connections;
using Twins.Sites;
using Twins.Testing.Time;

namespace Twins.Cluster.Tests.Support;

/// <summary>A connection over a real broker, whose twins are the test: what stands between them is tried step by step. On turns (<see cref="Turns"/>).</summary>
internal sealed class ConnectedInverters : IAsyncDisposable
{
    private readonly ConnectionCounters _counters;

    private ConnectedInverters(int inverters, string description, FieldBroker broker)
    {
        Broker = broker;
        SiteConfiguration site = TestCatalog.Load(InverterSite.Describe(inverters), description).FindSite("test")!;
        _counters = new ConnectionCounters(Clock);
        Twins = [.. Enumerable.Range(0, inverters).Select(_ => new ScriptedTwin())];
        var context = new FieldContext(
            "test",
            site.Description.Connections[0],
            new ResolvedEndpoint("127.0.0.1", broker.Port, Simulated: false),
            [.. site.Devices.Select((device, index) => new FieldDevice(
                device,
                new TwinLink(Twins[index], _counters, Clock, NullLogger.Instance, device.Key, MqttConnection.LinkCapacity),
                start: 1,
                simulated: false,
                Clock))],
            _counters,
            Clock,
            NullLogger.Instance);
        Connection = new MqttConnection(context);
        Worker = new ConnectionWorker(context, Connection);
    }

    public FieldBroker Broker { get; }

    public ManualTimeProvider Clock { get; } = new();

    public IReadOnlyList<ScriptedTwin> Twins { get; }

    public MqttConnection Connection { get; }

    public ConnectionWorker Worker { get; }

    public FieldClient Devices { get; private set; } = null!;

    public ConnectionStatus Status => _counters.Status("roof", "MQTT 5.0", "", simulated: false, Connection.Messages);

    public static async Task<ConnectedInverters> StartAsync(int inverters = 1, string description = InverterSite.Inverter)
    {
        var connected = new ConnectedInverters(inverters, description, await FieldBroker.StartAsync());
        connected.Worker.Start();
        await connected.ConnectedAsync();
        connected.Devices = await FieldClient.ConnectAsync(connected.Broker.Port);
        return connected;
    }

    public Task ConnectedAsync() => Eventually.TrueAsync(() => Status.State == ConnectionState.Connected, "the connection");

    /// <summary>Holds a twin back until the result is completed.</summary>
    public TaskCompletionSource Hold(int twin)
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Twins[twin].Before = _ => release.Task;
        return release;
    }

    /// <summary>An inverter, from 1, reports its power.</summary>
    public Task ReportAsync(int inverter, int power, int qos = 1) => Devices.PublishAsync(
        string.Create(CultureInfo.InvariantCulture, $"pv/inverter-{inverter}/telemetry"),
        string.Create(CultureInfo.InvariantCulture, $$"""{"power": {{power}}}"""),
        qos);

    /// <summary>Values of the first reading of every batch that a twin was given.</summary>
    public IEnumerable<double> Powers(int twin) => Twins[twin].Applied.Select(batch => batch.Readings[0].Value.Number);

    /// <summary>Waits while the clock turns: back-offs, patience and settling run out.</summary>
    public Task WhileTimePassesAsync(Func<bool> condition, string what, double stepMilliseconds = 50) => Eventually.TrueAsync(
        () =>
        {
            Clock.Advance(TimeSpan.FromMilliseconds(stepMilliseconds));
            return condition();
        },
        what);

    public async ValueTask DisposeAsync()
    {
        await Worker.CloseAsync();
        if (Devices is not null)
        {
            await Devices.DisposeAsync();
        }

        await Broker.DisposeAsync();
    }
}
