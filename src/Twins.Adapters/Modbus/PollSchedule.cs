using System.Collections.Immutable;

namespace Twins.Adapters.Modbus;

/// <summary>
/// When each of several periodic tasks is due. Due times stay on a grid; periods that were missed are left out and counted, not made up for.
/// </summary>
internal sealed class PollSchedule
{
    private readonly ImmutableArray<TimeSpan> _periods;
    private readonly Timestamp[] _due;

    public PollSchedule(ImmutableArray<TimeSpan> periods, Timestamp first)
    {
        _periods = periods;
        _due = new Timestamp[periods.Length];
        Array.Fill(_due, first);
    }

    /// <summary>Periods that passed without their task.</summary>
    public long Missed { get; private set; }

    /// <summary>When the next task is due; null when there is none.</summary>
    public Timestamp? Next => _due.Length == 0 ? null : _due.Min();

    /// <summary>Lists the tasks that are due, and sets when they are due again.</summary>
    public void TakeDue(Timestamp now, List<int> due)
    {
        due.Clear();
        for (int task = 0; task < _due.Length; task++)
        {
            if (_due[task] > now)
            {
                continue;
            }

            due.Add(task);
            long periodsPassed = (now - _due[task]).Ticks / _periods[task].Ticks;
            Missed += periodsPassed;
            _due[task] += _periods[task] * (periodsPassed + 1);
        }
    }
}
