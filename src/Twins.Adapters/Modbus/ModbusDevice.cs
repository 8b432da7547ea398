using System.Collections.Immutable;
using Twins.Devices;
using Twins.Readings;
using Twins.Sites;

namespace Twins.Adapters.Modbus;

/// <summary>What an adapter holds of one device: its compiled map and plan, what decoding must remember, and its buffers.</summary>
internal sealed class ModbusDevice
{
    private readonly long _start;
    private long _number;

    public ModbusDevice(TwinDefinition definition, IDeviceTwin twin, ConnectionCounters counters, bool simulated, TimeProvider clock)
    {
        Definition = definition;
        Simulated = simulated;
        Map = ModbusMap.Compile(definition);
        Plan = ModbusReadPlan.Create(Map);
        Decoder = new ModbusDecoder(Map, Plan);
        Factors = new ModbusScaleFactors(Map);
        Link = new TwinLink(twin, counters, clock);

        _start = Timestamp.Now(clock).Microseconds;
    }

    public TwinDefinition Definition { get; }

    public byte UnitId => (byte)ModbusAddress.UnitIdOf(Definition.Entry);

    /// <summary>Whether a simulated device stands at the endpoint.</summary>
    public bool Simulated { get; }

    public ModbusMap Map { get; }

    public ImmutableArray<ModbusReadRequest> Plan { get; }

    public ModbusDecoder Decoder { get; }

    public ModbusScaleFactors Factors { get; }

    public TwinLink Link { get; }

    /// <summary>The setpoints that were written: held against the device's watchdog, and read back.</summary>
    public WrittenSetpoints Written { get; } = new();

    /// <summary>Guards writes that read first: wide bit fields.</summary>
    public SemaphoreSlim ReadModifyWrite { get; } = new(1, 1);

    public Reachability Reachability { get; set; }

    public ReadingBatch Batch(ReadOnlySpan<Reading> readings, Timestamp receivedAt) =>
        new(Definition.Key.ToString(), Definition.Hash, _start, ++_number, receivedAt, [.. readings]);

    /// <summary>A decoded value as a reading; a simulated one says so.</summary>
    public Reading ToReading(int ordinal, DecodedValue decoded, Timestamp time) =>
        Mark(new Reading(ordinal, decoded.Value, decoded.Quality, decoded.Reason, time, TimeSource.Gateway));

    /// <summary>Marks a good reading of a simulated device: good, but no measurement.</summary>
    public Reading Mark(in Reading reading) => Simulated && reading is { Quality: Quality.Good, Reason: QualityReason.None }
        ? reading with { Reason = QualityReason.Simulated }
        : reading;
}
