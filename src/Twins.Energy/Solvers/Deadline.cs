namespace Twins.Energy.Solvers;

/// <summary>The end of the time that a solve may take, and of the caller's patience.</summary>
internal sealed class Deadline(SolverOptions options, CancellationToken cancellationToken)
{
    private readonly long _start = options.Clock.GetTimestamp();

    public TimeSpan Elapsed => options.Clock.GetElapsedTime(_start);

    /// <summary>The time left, at least 0; infinite without a limit.</summary>
    public TimeSpan Remaining =>
        options.TimeLimit == Timeout.InfiniteTimeSpan ? options.TimeLimit : TimeSpan.FromTicks(Math.Max(0, (options.TimeLimit - Elapsed).Ticks));

    /// <summary>Whether the time is up; a cancelled token throws instead.</summary>
    public bool HasPassed
    {
        get
        {
            cancellationToken.ThrowIfCancellationRequested();
            return options.TimeLimit != Timeout.InfiniteTimeSpan && Elapsed >= options.TimeLimit;
        }
    }
}
