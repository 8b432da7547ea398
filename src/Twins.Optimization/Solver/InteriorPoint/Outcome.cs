namespace Twins.Optimization.Solver.InteriorPoint;

/// <summary>Why the iteration ended.</summary>
internal enum Outcome
{
    Converged,
    SuspectedInfeasible,
    SuspectedUnbounded,
    Stalled,
    IterationLimit,
    TimeLimit,
}
