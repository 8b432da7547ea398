namespace Twins.Energy.Solvers;

/// <summary>Anything that solves a <see cref="Problem"/>.</summary>
public interface ISolver
{
    /// <summary>Solves a problem. An infeasible, unbounded or unfinished problem is a status, not an exception.</summary>
    /// <param name="problem">The problem; not changed.</param>
    /// <param name="options">How to solve; <see cref="SolverOptions.Default"/> when null.</param>
    /// <param name="cancellationToken">Ends the solve with an <see cref="OperationCanceledException"/>.</param>
    Solution Solve(Problem problem, SolverOptions? options = null, CancellationToken cancellationToken = default);
}

/// <summary>How far, how long and in which manner to solve. Immutable; derive variants with <c>with</c>.</summary>
public sealed record SolverOptions
{
    /// <summary>Default of <see cref="Tolerance"/>.</summary>
    public const double DefaultTolerance = 1e-9;

    /// <summary>Default of <see cref="AcceptableTolerance"/>.</summary>
    public const double DefaultAcceptableTolerance = 1e-8;

    /// <summary>Default of <see cref="IterationLimit"/>.</summary>
    public const int DefaultIterationLimit = 100;

    /// <summary>Default of <see cref="RelativeGap"/>.</summary>
    public const double DefaultRelativeGap = 1e-6;

    /// <summary>Default of <see cref="NodeLimit"/>.</summary>
    public const int DefaultNodeLimit = 10_000;

    /// <summary>The options when none are given.</summary>
    public static SolverOptions Default { get; } = new();

    /// <summary>Relative primal residual, dual residual and duality gap that are aimed at, dimensionless; default 1e-9.</summary>
    public double Tolerance { get; init; } = DefaultTolerance;

    /// <summary>Relative accuracy that still counts as optimal when no further progress is possible; default 1e-8.</summary>
    public double AcceptableTolerance { get; init; } = DefaultAcceptableTolerance;

    /// <summary>Maximum number of interior-point iterations of one continuous solve; default 100. At the limit the best point is returned.</summary>
    public int IterationLimit { get; init; } = DefaultIterationLimit;

    /// <summary>Maximum time for the whole solve; default none. At the limit the best point is returned.</summary>
    public TimeSpan TimeLimit { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>The clock of <see cref="TimeLimit"/> and of the reported time; the system's by default.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Whether to simplify the problem first; default true.</summary>
    public bool Presolve { get; init; } = true;

    /// <summary>Whether to scale rows, columns, costs and lengths; default true.</summary>
    public bool Scale { get; init; } = true;

    /// <summary>
    /// Whether a vertex of the optimal face is wanted instead of its centre; default false. A crossover pushes the values between
    /// their limits along the face until those that are left have independent columns. Linear problems only; the centre is
    /// returned where rounding or time keep the crossover from a point as good.
    /// </summary>
    public bool Vertex { get; init; }

    /// <summary>Branch and bound stops when (incumbent − bound) ≤ this · max(1, |incumbent|); default 1e-6.</summary>
    public double RelativeGap { get; init; } = DefaultRelativeGap;

    /// <summary>Maximum number of branch-and-bound nodes; default 10,000. At the limit the incumbent is returned.</summary>
    public int NodeLimit { get; init; } = DefaultNodeLimit;
}

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
