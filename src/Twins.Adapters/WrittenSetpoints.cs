using Twins.Connections;

namespace Twins.Adapters;

/// <summary>
/// The setpoints that an adapter wrote. Each is read back now and then, so that what the device follows stays known. One whose device
/// falls back by its own watchdog is written again, three times within the watchdog's time, until its validity ends. At most one per setpoint.
/// </summary>
internal sealed class WrittenSetpoints
{
    /// <summary>How often a written setpoint is read back.</summary>
    public static readonly TimeSpan ReadBackPeriod = TimeSpan.FromSeconds(10);

    private const int WritesPerWatchdog = 3;

    private readonly Dictionary<int, Entry> _entries = [];

    /// <summary>When something is due next; null when nothing is.</summary>
    public Timestamp? Next => _entries.Count == 0 ? null : _entries.Values.Min(entry => entry.Repeat < entry.ReadBack ? entry.Repeat : entry.ReadBack);

    /// <summary>A setpoint was written.</summary>
    /// <param name="ordinal">The setpoint.</param>
    /// <param name="write">What was written.</param>
    /// <param name="watchdog">The device's watchdog; null when it has none, or when this write ends the hold.</param>
    /// <param name="now">When.</param>
    public void Note(int ordinal, SetpointWrite write, TimeSpan? watchdog, Timestamp now) => _entries[ordinal] = new Entry(
        write,
        watchdog / WritesPerWatchdog,
        watchdog is { } time ? now + time / WritesPerWatchdog : Never,
        now + ReadBackPeriod);

    /// <summary>The setpoints to be read back now.</summary>
    public List<int> TakeReadBacks(Timestamp now)
    {
        List<int> due = [.. _entries.Where(entry => entry.Value.ReadBack <= now).Select(entry => entry.Key)];
        foreach (int ordinal in due)
        {
            _entries[ordinal] = _entries[ordinal] with { ReadBack = now + ReadBackPeriod };
        }

        return due;
    }

    /// <summary>The writes to be repeated now; those whose validity has ended are repeated no more.</summary>
    public List<(int Ordinal, SetpointWrite Write)> TakeRepeats(Timestamp now)
    {
        List<(int, SetpointWrite)> due = [];
        foreach ((int ordinal, Entry entry) in _entries.Where(entry => entry.Value.Repeat <= now).ToArray())
        {
            bool ended = entry.Write.HoldUntil <= now;
            _entries[ordinal] = entry with { Repeat = ended ? Never : now + entry.Every!.Value };
            if (!ended)
            {
                due.Add((ordinal, entry.Write));
            }
        }

        return due;
    }

    private static Timestamp Never => new(long.MaxValue);

    private sealed record Entry(SetpointWrite Write, TimeSpan? Every, Timestamp Repeat, Timestamp ReadBack);
}
