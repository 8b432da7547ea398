namespace Twins.Energy.Solvers.InteriorPoint;

/// <summary>The best point of a core problem, unscaled.</summary>
/// <param name="Outcome">Why the iteration ended.</param>
/// <param name="Values">One per variable, within its bounds.</param>
/// <param name="Duals">One per row.</param>
/// <param name="Iterations">Iterations taken.</param>
/// <param name="Error">Largest relative residual or gap, scaled.</param>
internal sealed record CorePoint(Outcome Outcome, double[] Values, double[] Duals, int Iterations, double Error);
