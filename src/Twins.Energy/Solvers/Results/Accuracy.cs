namespace Twins.Energy.Solvers.Results;

/// <summary>
/// How well a solution satisfies the optimality conditions of the original, unscaled problem. All relative and dimensionless;
/// NaN where the solution has no values.
/// </summary>
/// <param name="Primal">Largest violation of a row or bound, relative to 1 + the row's largest term (the variable's size).</param>
/// <param name="Dual">
/// Largest wrong sign of a row dual or reduced cost (a multiplier pushing against a bound that is not there), relative to 1 + the largest cost.
/// </param>
/// <param name="Gap">|primal − dual objective| relative to 1 + |primal objective|.</param>
public readonly record struct Accuracy(double Primal, double Dual, double Gap)
{
    /// <summary>The worst of the three.</summary>
    public double Largest => Math.Max(Primal, Math.Max(Dual, Gap));

    internal static Accuracy None => new(double.NaN, double.NaN, double.NaN);
}
