using System.Collections.Immutable;
using Twins.Sites;

namespace Twins.Adapters.Modbus;

/// <summary>
/// When each of several periodic tasks is due. Due times stay on a grid; periods that were missed are left out and counted, not made up for.
/// </summary>
internal sealed class PollSchedule
{
    private static readonly TimeSpan Spread = TimeSpan.FromSeconds(1);

    private readonly ImmutableArray<TimeSpan> _periods;
    private readonly MonotonicTime[] _due;

    public PollSchedule(ImmutableArray<TimeSpan> periods, MonotonicTime first)
    {
        _periods = periods;
        _due = new MonotonicTime[periods.Length];
        Array.Fill(_due, first);
        Next = periods.IsEmpty ? MonotonicTime.Never : first;
    }

    /// <summary>When the next task is due; <see cref="MonotonicTime.Never"/> when there is none.</summary>
    public MonotonicTime Next { get; private set; }

    /// <summary>
    /// How long after the start a device is first polled: spread over a second, so that thousands are not asked at the same instant, and the same on
    /// every start.
    /// </summary>
    public static TimeSpan FirstPoll(DeviceKey device)
    {
        // FNV-1a, 32 bit: string.GetHashCode differs from start to start.
        uint hash = 2166136261;
        foreach (char character in device.ToString())
        {
            hash = unchecked((hash ^ character) * 16777619);
        }

        return Spread * (hash / (double)uint.MaxValue);
    }

    /// <summary>Adds the tasks that are due, and sets when they are due again.</summary>
    /// <returns>Periods that passed without their task.</returns>
    public long TakeDue(MonotonicTime now, List<int> due)
    {
        long missed = 0;
        Next = MonotonicTime.Never;
        for (int task = 0; task < _due.Length; task++)
        {
            if (_due[task] <= now)
            {
                due.Add(task);
                long periodsPassed = (now - _due[task]).Ticks / _periods[task].Ticks;
                missed += periodsPassed;
                _due[task] += _periods[task] * (periodsPassed + 1);
            }

            Next = MonotonicTime.Min(Next, _due[task]);
        }

        return missed;
    }
}
