using Twins.Energy.Solvers;

namespace Twins.Energy.Scheduling;

/// <summary>What to strive for, and how long to calculate.</summary>
public sealed record ScheduleOptions
{
    /// <summary>Default of <see cref="TimeLimit"/>.</summary>
    public static readonly TimeSpan DefaultTimeLimit = TimeSpan.FromSeconds(10);

    /// <summary>Default of <see cref="NodeLimit"/>.</summary>
    public const int DefaultNodeLimit = 40;

    /// <summary>The options when none are given.</summary>
    public static ScheduleOptions Default { get; } = new();

    /// <summary>What to strive for; the bill by default.</summary>
    public ScheduleObjectives Objectives { get; init; } = ScheduleObjectives.Cost;

    /// <summary>Time for all solves of one plan; default 10 s; infinite for none. Beyond it the fallback plan is given.</summary>
    public TimeSpan TimeLimit { get; init; } = DefaultTimeLimit;

    /// <summary>Most branch-and-bound nodes for ship starts and least charge powers; default 40. The best plan found counts.</summary>
    public int NodeLimit { get; init; } = DefaultNodeLimit;

    /// <summary>Clock of the time limit; the system's by default.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    internal SolverOptions ForSolver(TimeSpan remaining) => SolverOptions.Default with
    {
        TimeLimit = remaining,
        NodeLimit = NodeLimit,
        RelativeGap = 1e-4,
        Clock = Clock,
    };
}
