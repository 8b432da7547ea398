namespace Twins.Benchmarks.Modbus;

/// <summary>How long polls took, gathered from many tasks.</summary>
internal sealed class PollTimes
{
    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _times = [];

    public int Answered
    {
        get
        {
            lock (_gate)
            {
                return _times.Count;
            }
        }
    }

    public int Failed { get; private set; }

    public void Add(TimeSpan time)
    {
        lock (_gate)
        {
            _times.Add(time);
        }
    }

    public void AddFailure()
    {
        lock (_gate)
        {
            Failed++;
        }
    }

    public int LaterThan(TimeSpan limit)
    {
        lock (_gate)
        {
            return _times.Count(time => time > limit);
        }
    }

    /// <summary>The time that such a fraction of the polls did not exceed.</summary>
    public TimeSpan Percentile(double fraction)
    {
        lock (_gate)
        {
            _times.Sort();
            return _times.Count == 0 ? TimeSpan.Zero : _times[(int)Math.Ceiling(fraction * _times.Count) - 1];
        }
    }
}
