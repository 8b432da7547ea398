using System.Runtime.CompilerServices;
using System.Text;
using Twins.Adapters.Mqtt;
using Twins.Cluster.Tests.Support;
using Twins.Readings;
using Twins.Protocols.Mqtt;

namespace Twins.Cluster.Tests.Adapters.Mqtt;

/// <summary>What a message allocates between the client's reading loop and the grain's turns.</summary>
public sealed class MessageReaderAllocationTests
{
    private const int Messages = 1_000;
    private const int ReadingsEach = 3;

    // Of a batch: its record, and the headers of the array that holds the readings.
    private const int BatchOverhead = 120;

    private static readonly byte[] Topic = Encoding.UTF8.GetBytes("pv/inverter-1/telemetry");
    private static readonly byte[] Report = Encoding.UTF8.GetBytes("""{"time": "2026-01-01T00:00:00Z", "power": 1234.5, "voltage": 400, "limit": 5000}""");

    private readonly MessageReader _reader;
    private readonly Arrivals _arrivals = new();

    public MessageReaderAllocationTests()
    {
        var log = new MessageLog(TimeProvider.System);
        _reader = new MessageReader(
            MqttMap.Compile(TestCatalog.Load(InverterSite.Describe(1), InverterSite.Inverter).FindSite("test")!.Devices),
            simulated: false,
            new Acknowledgements(log, BrokerOptions.ReceiveMaximum),
            log,
            TimeProvider.System);
    }

    [Fact]
    public void Message_OfDescribedReadings_AllocatesNothingBeyondItsBatch()
    {
        long each = AllocatedBy(Topic, Report) / Messages;

        Assert.InRange(each, 1, BatchOverhead + (ReadingsEach * Unsafe.SizeOf<Reading>()));
    }

    [Fact]
    public void Message_ThatNobodyListensTo_AllocatesNothing() => Assert.Equal(0, AllocatedBy("somewhere/else"u8.ToArray(), Report));

    // The first round grows the lists, and has everything compiled.
    private long AllocatedBy(byte[] topic, byte[] payload)
    {
        Read(topic, payload);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Read(topic, payload);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private void Read(byte[] topic, byte[] payload)
    {
        _arrivals.Clear();
        _reader.Begin(_arrivals);
        for (int message = 0; message < Messages; message++)
        {
            _reader.Read(new MqttIncomingMessage(topic, payload));
        }

        _reader.End();
    }
}
