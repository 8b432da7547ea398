using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using MQTTnet;
using Twins.Adapters;
using Twins.Adapters.Mqtt;
using Twins.Cluster.Tests.Support;
using Twins.Readings;

namespace Twins.Cluster.Tests.Adapters.Mqtt;

/// <summary>What a message allocates between the client's thread and the grain's turns.</summary>
public sealed class MessageReaderAllocationTests
{
    private const int Messages = 1_000;
    private const int ReadingsEach = 3;

    // Of a batch: its record, and the headers of the array that holds the readings.
    private const int BatchOverhead = 120;

    private const string Topic = "pv/inverter-1/telemetry";
    private static readonly byte[] Report = Encoding.UTF8.GetBytes("""{"time": "2026-01-01T00:00:00Z", "power": 1234.5, "voltage": 400, "limit": 5000}""");

    private readonly MessageReader _reader;
    private readonly ReceiveGate _gate = new(int.MaxValue, long.MaxValue);
    private readonly Arrivals _arrivals = new();

    public MessageReaderAllocationTests()
    {
        var devices = TestCatalog.Load(InverterSite.Describe(1), InverterSite.Inverter).FindSite("test")!.Devices;
        var counters = new ConnectionCounters(TimeProvider.System);
        _reader = new MessageReader(
            MqttMap.Compile(devices),
            [.. devices.Select(device => new FieldDevice(
                device,
                new TwinLink(new ScriptedTwin(), counters, TimeProvider.System, NullLogger.Instance, device.Key),
                start: 1,
                simulated: false,
                TimeProvider.System))],
            new MessageLog(TimeProvider.System),
            TimeProvider.System);
    }

    [Fact]
    public void Message_OfDescribedReadings_AllocatesNothingBeyondItsBatch()
    {
        long each = AllocatedBy(Topic, Report) / Messages;

        Assert.InRange(each, 1, BatchOverhead + (ReadingsEach * Unsafe.SizeOf<Reading>()));
    }

    [Fact]
    public void Message_ThatNobodyListensTo_AllocatesNothing() => Assert.Equal(0, AllocatedBy("somewhere/else", Report));

    [Fact]
    public void MessagesThatArriveAtOnce_AreOneBatchUntilAPointRepeats()
    {
        _reader.Begin(_arrivals);
        foreach ((string topic, string payload) in new[]
        {
            (Topic, """{"power": 1, "voltage": 400}"""), ("pv/inverter-1/irradiance", "500"), (Topic, """{"power": 2}"""),
        })
        {
            _reader.Read(Arrived(topic, Encoding.UTF8.GetBytes(payload)));
        }

        _reader.End();

        Assert.Equal([3, 1], _arrivals.Items.Select(arrival => arrival.Batch!.Readings.Length));
        Assert.True(_arrivals.Items[0].Batch!.Number < _arrivals.Items[1].Batch!.Number);
    }

    // The first round grows the lists, and has everything compiled.
    private long AllocatedBy(string topic, byte[] payload)
    {
        MqttArrived message = Arrived(topic, payload);
        Read(message);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Read(message);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private MqttArrived Arrived(string topic, byte[] payload) =>
        new(new MqttApplicationMessage { Topic = topic, PayloadSegment = payload }, null, _gate, payload.Length);

    private void Read(MqttArrived message)
    {
        _arrivals.Clear();
        _reader.Begin(_arrivals);
        for (int number = 0; number < Messages; number++)
        {
            _reader.Read(message);
        }

        _reader.End();
    }
}
