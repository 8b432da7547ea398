namespace Twins.Benchmarks.Modbus;

/// <summary>How long polls took, gathered from many tasks.</summary>
internal sealed class PollTimes
{
    private readonly Lock gate = new();
    private readonly List<TimeSpan> times = [];

    public int Answered
    {
        get
        {
            lock (gate)
            {
                return times.Count;
            }
        }
    }

    public int Failed { get; private set; }

    public void Add(TimeSpan time)
    {
        lock (gate)
        {
            times.Add(time);
        }
    }

    public void AddFailure()
    {
        lock (gate)
        {
            Failed++;
        }
    }

    public int LaterThan(TimeSpan limit)
    {
        lock (gate)
        {
            return times.Count(time => time > limit);
        }
    }

    /// <summary>The time that such a fraction of the polls did not exceed.</summary>
    public TimeSpan Percentile(double fraction)
    {
        lock (gate)
        {
            times.Sort();
            return times.Count == 0 ? TimeSpan.Zero : times[(int)Math.Ceiling(fraction * times.Count) - 1];
        }
    }
}
