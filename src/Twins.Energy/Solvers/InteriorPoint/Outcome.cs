namespace Twins.Energy.Solvers.InteriorPoint;

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
