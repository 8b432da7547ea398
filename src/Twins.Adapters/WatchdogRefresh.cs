namespace Twins.Adapters;

/// <summary>
/// The setpoints that were written to one device. Each polled one is read back now and then, so that what the device follows stays known. One
/// whose device falls back by its own watchdog is written again, three times within the watchdog's time, until its hold ends. At most one entry
/// per setpoint, always with the newest value.
/// </summary>
internal sealed class WatchdogRefresh
{
    /// <summary>How often a written setpoint is read back.</summary>
    public static readonly TimeSpan ReadBackPeriod = TimeSpan.FromSeconds(10);

    private const int WritesPerWatchdog = 3;

    private readonly Dictionary<int, Entry> _entries = [];

    /// <summary>When something is due next; <see cref="MonotonicTime.Never"/> when nothing is.</summary>
    public MonotonicTime Next { get; private set; } = MonotonicTime.Never;

    /// <summary>A setpoint was sent, and may have arrived: from now on this value is held, and no older one.</summary>
    /// <param name="write">What was written; its end is the end of the hold.</param>
    /// <param name="watchdog">The device's watchdog; null when it has none, or when this write ends the hold.</param>
    /// <param name="readsBack">Whether the setpoint is read back by asking.</param>
    /// <param name="now">When.</param>
    public void OnSent(FieldWrite write, TimeSpan? watchdog, bool readsBack, MonotonicTime now)
    {
        _entries[write.Ordinal] = new Entry(
            write,
            watchdog / WritesPerWatchdog,
            watchdog is { } time ? now + time / WritesPerWatchdog : MonotonicTime.Never,
            readsBack ? now + ReadBackPeriod : MonotonicTime.Never);
        SetNext();
    }

    /// <summary>The setpoint to be written again now, if there is one; each call sets when it is due the next time.</summary>
    public FieldWrite? TakeRefresh(MonotonicTime now)
    {
        foreach ((int ordinal, Entry entry) in _entries)
        {
            if (entry.Refresh > now)
            {
                continue;
            }

            bool ended = entry.Write.Expires <= now;
            _entries[ordinal] = entry with { Refresh = ended ? MonotonicTime.Never : now + entry.Every!.Value };
            SetNext();
            return ended ? TakeRefresh(now) : entry.Write with { IsRefresh = true };
        }

        return null;
    }

    /// <summary>The setpoint to be read back now, if there is one; each call sets when it is due the next time.</summary>
    public FieldWrite? TakeReadBack(MonotonicTime now)
    {
        foreach ((int ordinal, Entry entry) in _entries)
        {
            if (entry.ReadBack <= now)
            {
                _entries[ordinal] = entry with { ReadBack = now + ReadBackPeriod };
                SetNext();
                return entry.Write;
            }
        }

        return null;
    }

    private void SetNext()
    {
        Next = MonotonicTime.Never;
        foreach (Entry entry in _entries.Values)
        {
            Next = MonotonicTime.Min(Next, MonotonicTime.Min(entry.Refresh, entry.ReadBack));
        }
    }

    private sealed record Entry(FieldWrite Write, TimeSpan? Every, MonotonicTime Refresh, MonotonicTime ReadBack);
}
