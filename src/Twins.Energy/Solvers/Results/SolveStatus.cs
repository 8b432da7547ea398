namespace Twins.Energy.Solvers.Results;

/// <summary>How a solve ended.</summary>
public enum SolveStatus
{
    /// <summary>Solved to the tolerance (with integers: to the gap).</summary>
    Optimal,

    /// <summary>No point satisfies all rows and bounds; the solution carries the proof and names the conflicting elements.</summary>
    Infeasible,

    /// <summary>The cost falls without limit; the solution carries the direction.</summary>
    Unbounded,

    /// <summary>The iteration limit was reached; the solution is the best point found.</summary>
    IterationLimit,

    /// <summary>The time limit was reached; the solution is the best point found.</summary>
    TimeLimit,

    /// <summary>The limit of branch-and-bound nodes was reached; the solution is the best whole-number point found, if any.</summary>
    NodeLimit,

    /// <summary>Rounding stopped all progress before the acceptable tolerance; the solution is the best point found.</summary>
    Stalled,
}
