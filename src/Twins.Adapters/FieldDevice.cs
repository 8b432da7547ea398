using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Twins.Devices;
using Twins.Readings;
using Twins.Sites;

namespace Twins.Adapters;

/// <summary>What every protocol has of a device: its definition, the way to its twin, the numbers of its batches.</summary>
/// <param name="definition">The device.</param>
/// <param name="link">The way to its twin.</param>
/// <param name="start">The adapter's start, from the site: orders batches across restarts.</param>
/// <param name="simulated">Whether a simulated device stands at the endpoint.</param>
/// <param name="clock">The clock.</param>
internal sealed class FieldDevice(TwinDefinition definition, TwinLink link, long start, bool simulated, TimeProvider clock)
{
    private readonly string _key = definition.Key.ToString();
    private long _number;
    private Connectivity _reported = Connectivity.Unknown;

    public TwinDefinition Definition { get; } = definition;

    public TwinLink Link { get; } = link;

    /// <summary>The adapter's start.</summary>
    public long Start { get; } = start;

    /// <summary>Whether a simulated device stands at the endpoint: what it says is good, but no measurement.</summary>
    public bool Simulated { get; } = simulated;

    /// <summary>Whether a write waits for the lane: a poll of several requests then gives way.</summary>
    public bool IsWriteWaiting { get; set; }

    /// <summary>Called by <see cref="Wake"/>; set by the device's lane.</summary>
    public Action? Woken { get; set; }

    /// <summary>Makes the next batch. Safe on any thread, as long as one at a time makes batches of this device.</summary>
    public ReadingBatch CreateBatch(ImmutableArray<Reading> readings, Timestamp receivedAt) =>
        new(_key, Definition.Hash, Start, ++_number, receivedAt, readings);

    /// <summary>Makes the next batch of readings that the caller goes on using.</summary>
    public ReadingBatch CreateBatch(ReadOnlySpan<Reading> readings, Timestamp receivedAt) =>
        CreateBatch(ImmutableCollectionsMarshal.AsImmutableArray(readings.ToArray()), receivedAt);

    /// <summary>A decoded value as a reading at the gateway's time; a simulated one says so.</summary>
    public Reading ToReading(int ordinal, DecodedValue decoded, Timestamp time) =>
        Mark(new Reading(ordinal, decoded.Value, decoded.Quality, decoded.Reason, time, TimeSource.Gateway));

    /// <summary>Marks a good reading of a simulated device.</summary>
    public Reading Mark(in Reading reading) => Simulated && reading is { Quality: Quality.Good, Reason: QualityReason.None }
        ? reading with { Reason = QualityReason.Simulated }
        : reading;

    /// <summary>Tells the twin whether the device answers, when that has changed.</summary>
    public void Report(Connectivity state, string? reason)
    {
        if (state != _reported)
        {
            _reported = state;
            Link.Report(new ConnectivityReport(state, state == Connectivity.Online ? null : reason, Timestamp.Now(clock)));
        }
    }

    /// <summary>Something came that a read-back may wait for. Safe on any thread.</summary>
    public void Wake() => Woken?.Invoke();
}
