using System.Diagnostics.CodeAnalysis;

namespace Twins.Runtime;

/// <summary>When a grain timer ticks, and what its ticks do to the grain's calls and life.</summary>
public record struct GrainTimerCreationOptions
{
    /// <summary>For object initialisers, which must name <see cref="DueTime"/> and <see cref="Period"/>.</summary>
    public GrainTimerCreationOptions()
    {
    }

    /// <summary>A timer that neither interleaves nor keeps its grain alive.</summary>
    /// <param name="dueTime">See <see cref="DueTime"/>.</param>
    /// <param name="period">See <see cref="Period"/>.</param>
    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
    {
        DueTime = dueTime;
        Period = period;
    }

    /// <summary>Time to the first tick; <see cref="Timeout.InfiniteTimeSpan"/> for none until the timer is changed.</summary>
    public required TimeSpan DueTime { get; set; }

    /// <summary>Time from a tick's end to the next tick; <see cref="Timeout.InfiniteTimeSpan"/> for a single tick.</summary>
    public required TimeSpan Period { get; set; }

    /// <summary>Whether ticks run between the turns of calls that have begun. Default: no, a tick waits its turn like a call.</summary>
    public bool Interleave { get; set; }

    /// <summary>Whether a tick counts as use of the grain and so puts off its idling out. Default: no.</summary>
    public bool KeepAlive { get; set; }
}
