using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Twins.Devices;
using Twins.Points;
using Twins.Readings;

namespace Twins.Grains.Devices.Readings;

/// <summary>
/// The latest reading of every point of one device, packed: 32 bytes a point, and text and the like apart, because few points have any.
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
                PointValues.Restore((PointValueType)slot.Type, slot.Bits, slot.HasCompound ? _compounds![ordinal] : null),
                (Quality)slot.Quality,
                slot.Time == default ? QualityReason.NeverRead : (QualityReason)slot.Reason,
                slot.Time,
                (TimeSource)slot.TimeSource);
        }
    }

    /// <summary>
    /// Takes the readings of a batch, and returns those to be published: news, and unchanged ones whose time is due for a refresh.
    /// Readings of points that the device does not have are left out.
    /// </summary>
    public ImmutableArray<Reading> Apply(ImmutableArray<Reading> readings, Timestamp receivedAt)
    {
        var published = new Reading[readings.Length];
        int count = 0;
        foreach (ref readonly Reading received in readings.AsSpan())
        {
            if ((uint)received.Point < (uint)_slots.Length && Apply(received, receivedAt, ref published[count]))
            {
                count++;
            }
        }

        return count == published.Length
            ? ImmutableCollectionsMarshal.AsImmutableArray(published)
            : [.. published.AsSpan(0, count)];
    }

    /// <summary>The readings that time or connectivity have made stale since they were last looked at.</summary>
    public ImmutableArray<Reading> TakeNewlyStale(ConnectivityReport connectivity, Timestamp now)
    {
        ImmutableArray<Reading>.Builder? stale = null;
        for (int ordinal = 0; ordinal < _slots.Length; ordinal++)
        {
            Reading asOf = Freshness.AsOf(this[ordinal], points[ordinal], connectivity, now);
            if (asOf.Quality == Quality.Stale && !_slots[ordinal].StaleTold)
            {
                _slots[ordinal].StaleTold = true;
                (stale ??= ImmutableArray.CreateBuilder<Reading>()).Add(asOf);
            }
        }

        return stale?.ToImmutable() ?? [];
    }

    /// <summary>When the next reading will be overdue; null when none can be.</summary>
    public Timestamp? NextOverdue()
    {
        Timestamp? next = null;
        for (int ordinal = 0; ordinal < _slots.Length; ordinal++)
        {
            ref readonly Slot slot = ref _slots[ordinal];
            if (slot.StaleTold || !Freshness.IsFresh((Quality)slot.Quality) || Freshness.AllowedAge(points[ordinal]) is not { } allowed)
            {
                continue;
            }

            Timestamp overdue = slot.Time + allowed;
            next = next is { } earlier && earlier <= overdue ? earlier : overdue;
        }

        return next;
    }

    private bool Apply(in Reading received, Timestamp receivedAt, ref Reading published)
    {
        PointDefinition point = points[received.Point];
        Reading judged = ReadingRules.Judge(received, point, receivedAt);
        Reading previous = this[received.Point];
        Reading current = ReadingRules.Hold(previous, judged, point);
        ref Slot slot = ref _slots[received.Point];
        bool publish = slot.StaleTold
            || ReadingRules.IsNews(previous, current)
            || ReadingRules.IsRefreshDue(slot.PublishedAt, current.Time, point);
        Keep(ref slot, current);
        if (publish)
        {
            slot.PublishedAt = current.Time;
            published = current;
        }

        return publish;
    }

    private void Keep(ref Slot slot, in Reading reading)
    {
        slot.Bits = reading.Value.Bits;
        slot.Time = reading.Time;
        slot.Type = (byte)reading.Value.Type;
        slot.Quality = (byte)reading.Quality;
        slot.Reason = (byte)reading.Reason;
        slot.TimeSource = (byte)reading.TimeSource;
        slot.StaleTold = false;
        slot.HasCompound = reading.Value.Compound is not null;
        if (reading.Value.Compound is { } compound)
        {
            (_compounds ??= [])[reading.Point] = compound;
        }
    }

    private struct Slot
    {
        public long Bits;
        public Timestamp Time;
        public Timestamp PublishedAt;
        public byte Type;
        public byte Quality;
        public byte Reason;
        public byte TimeSource;
        public bool StaleTold;
        public bool HasCompound;
    }
}
