using Microsoft.Extensions.Logging.Abstractions;
using System.Globalization;
using Twins.Connections;
using Twins.Adapters;
using Twins.Adapters.Mqtt;
using Twins.Sites;
using Twins.Testing.Time;

namespace Twins.Cluster.Tests.Support;

/// <summary>A connection whose client and twins are the test: what stands between them is tried step by step.</summary>
internal sealed class FakeBroker
{
    private readonly MessageLog _log;
    private readonly ConnectionCounters _counters;
    private FakeMqttClient? _client;

    public FakeBroker(int inverters)
    {
        SiteCatalog catalog = TestCatalog.Load(InverterSite.Describe(inverters), InverterSite.Inverter);
        _log = new MessageLog(Clock);
        _counters = new ConnectionCounters(Clock);
        Twins = [.. Enumerable.Range(0, inverters).Select(_ => new ScriptedTwin())];
        MqttMap map = MqttMap.Compile(catalog.FindSite("test")!.Devices);
        Connection = new BrokerConnection(
            map,
            [.. map.Devices.Select((device, index) => new FieldDevice(
                device, new TwinLink(Twins[index], _counters, Clock, NullLogger.Instance, device.Key, BrokerConnection.LinkCapacity), 1, simulated: false, Clock))],
            receiver => _client = new FakeMqttClient(receiver),
            _log,
            _counters,
            simulated: false,
            Clock);
        Connection.Open();
    }

    public ManualTimeProvider Clock { get; } = new();

    public IReadOnlyList<ScriptedTwin> Twins { get; }

    public BrokerConnection Connection { get; }

    public FakeMqttClient Client => _client!;

    public ConnectionStatus Status => _counters.Status("roof", "MQTT 5.0", Client.Endpoint, simulated: false, _log.Figures());

    /// <summary>Holds a twin back until the result is completed.</summary>
    public TaskCompletionSource Hold(int twin)
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Twins[twin].Before = _ => release.Task;
        return release;
    }

    /// <summary>A report of an inverter, from 1.</summary>
    public static (string Topic, string Payload, int PacketId) Report(int inverter, int power, int packetId = 0) => (
        string.Create(CultureInfo.InvariantCulture, $"pv/inverter-{inverter}/telemetry"),
        string.Create(CultureInfo.InvariantCulture, $$"""{"power": {{power}}}"""),
        packetId);

    /// <summary>Values of the first reading of every batch that a twin was given.</summary>
    public IEnumerable<double> Powers(int twin) => Twins[twin].Applied.Select(batch => batch.Readings[0].Value.Number);
}
