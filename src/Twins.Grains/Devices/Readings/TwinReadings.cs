using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Twins.Devices;
using Twins.Points;
using Twins.Readings;

namespace Twins.Grains.Devices.Readings;

/// <summary>
/// The latest reading of every point of one device, packed: 32 bytes a point, and text and the like apart, because few points have any.
/// How old a reading is runs on the monotonic clock from its receipt; its own time is only what is shown.
/// </summary>
internal sealed class TwinReadings(PointTable points)
{
    private readonly Slot[] _slots = new Slot[points.Count];
    private Dictionary<int, CompoundValue>? _compounds;

    /// <summary>Number of points.</summary>
    public int Count => _slots.Length;

    /// <summary>The latest reading as received; <see cref="QualityReason.NeverRead"/> when there is none.</summary>
    public Reading this[int ordinal]
    {
        get
        {
            ref readonly Slot slot = ref _slots[ordinal];
            return new Reading(
                ordinal,
                PointValues.Restore((PointValueType)slot.Type, slot.Bits, slot.Has(SlotFlags.Compound) ? _compounds![ordinal] : null),
                (Quality)slot.Quality,
                !slot.Has(SlotFlags.Received) ? QualityReason.NeverRead : (QualityReason)slot.Reason,
                slot.Time,
                slot.Has(SlotFlags.DeviceTime) ? TimeSource.Device : TimeSource.Gateway);
        }
    }

    /// <summary>
    /// Takes the readings of a batch, and returns those to be published: news, and unchanged ones whose time is due for a refresh.
    /// Readings of points that the device does not have are left out.
    /// </summary>
    public ImmutableArray<Reading> Apply(ImmutableArray<Reading> readings, Timestamp receivedAt, Moment now)
    {
        var published = new Reading[readings.Length];
        int count = 0;
        foreach (ref readonly Reading received in readings.AsSpan())
        {
            if ((uint)received.Point < (uint)_slots.Length && Apply(received, receivedAt, now, ref published[count]))
            {
                count++;
            }
        }

        return count == published.Length
            ? ImmutableCollectionsMarshal.AsImmutableArray(published)
            : [.. published.AsSpan(0, count)];
    }

    /// <summary>The latest reading as of an instant: stale when it is overdue, or when contact was lost after it.</summary>
    /// <param name="ordinal">The point.</param>
    /// <param name="lostAt">When contact was lost; null while the device answers.</param>
    /// <param name="now">The instant.</param>
    public Reading AsOf(int ordinal, MonotonicTime? lostAt, MonotonicTime now)
    {
        MonotonicTime at = _slots[ordinal].At;
        return Freshness.AsOf(this[ordinal], points[ordinal], isLost: lostAt is { } lost && at <= lost, now - at);
    }

    /// <summary>The readings that time or a lost contact have made stale since they were last looked at.</summary>
    public ImmutableArray<Reading> TakeNewlyStale(MonotonicTime? lostAt, MonotonicTime now)
    {
        ImmutableArray<Reading>.Builder? stale = null;
        for (int ordinal = 0; ordinal < _slots.Length; ordinal++)
        {
            Reading asOf = AsOf(ordinal, lostAt, now);
            if (asOf.Quality == Quality.Stale && !_slots[ordinal].Has(SlotFlags.StaleTold))
            {
                _slots[ordinal].Flags |= SlotFlags.StaleTold;
                (stale ??= ImmutableArray.CreateBuilder<Reading>()).Add(asOf);
            }
        }

        return stale?.ToImmutable() ?? [];
    }

    /// <summary>When the next reading will be overdue; <see cref="MonotonicTime.Never"/> when none can be.</summary>
    public MonotonicTime NextOverdue()
    {
        MonotonicTime next = MonotonicTime.Never;
        for (int ordinal = 0; ordinal < _slots.Length; ordinal++)
        {
            ref readonly Slot slot = ref _slots[ordinal];
            if (slot.Has(SlotFlags.StaleTold) || !Freshness.IsFresh((Quality)slot.Quality) || Freshness.AllowedAge(points[ordinal]) is not { } allowed)
            {
                continue;
            }

            next = MonotonicTime.Min(next, slot.At + allowed);
        }

        return next;
    }

    private bool Apply(in Reading received, Timestamp receivedAt, Moment now, ref Reading published)
    {
        PointDefinition point = points[received.Point];
        Reading judged = ReadingRules.Judge(received, point, receivedAt, now.Wall);
        Reading previous = this[received.Point];
        Reading current = ReadingRules.Hold(previous, judged, point);
        ref Slot slot = ref _slots[received.Point];
        MonotonicTime at = now.Steady - AgeAt(now.Wall, current.Time);
        bool publish = slot.Has(SlotFlags.StaleTold)
            || ReadingRules.IsNews(previous, current)
            || ReadingRules.IsRefreshDue(SincePublished(slot, at), point);
        Keep(ref slot, current, at);
        if (publish)
        {
            slot.PublishedMs = Milliseconds(at);
            published = current;
        }

        return publish;
    }

    // What it was on its way, or lay with a broker.
    private static TimeSpan AgeAt(Timestamp now, Timestamp time) => now > time ? now - time : TimeSpan.Zero;

    // Four bytes are enough: they wrap after 49 days, and an interval of that length is due in any case.
    private static TimeSpan SincePublished(in Slot slot, MonotonicTime at) =>
        TimeSpan.FromMilliseconds(unchecked((int)(Milliseconds(at) - slot.PublishedMs)));

    private static uint Milliseconds(MonotonicTime at) => unchecked((uint)(at.Ticks / TimeSpan.TicksPerMillisecond));

    private void Keep(ref Slot slot, in Reading reading, MonotonicTime at)
    {
        slot.Bits = reading.Value.Bits;
        slot.Time = reading.Time;
        slot.Type = (byte)reading.Value.Type;
        slot.Quality = (byte)reading.Quality;
        slot.Reason = (byte)reading.Reason;
        slot.At = at;
        slot.Flags = SlotFlags.Received
            | (reading.TimeSource == TimeSource.Device ? SlotFlags.DeviceTime : SlotFlags.None)
            | (reading.Value.Compound is null ? SlotFlags.None : SlotFlags.Compound);
        if (reading.Value.Compound is { } compound)
        {
            (_compounds ??= [])[reading.Point] = compound;
        }
    }

    [Flags]
    private enum SlotFlags : byte
    {
        None = 0,
        Received = 1,
        StaleTold = 2,
        Compound = 4,
        DeviceTime = 8,
    }

    private struct Slot
    {
        public long Bits;
        public Timestamp Time;
        public MonotonicTime At;
        public uint PublishedMs;
        public byte Type;
        public byte Quality;
        public byte Reason;
        public SlotFlags Flags;

        public readonly bool Has(SlotFlags flag) => (Flags & flag) != SlotFlags.None;
    }
}
