using Twins.Energy.Solvers.Model;

namespace Twins.Energy.Solvers.Presolve;

/// <summary>Values and duals of the original problem while they are being restored; duals of rows yet to come are 0.</summary>
internal sealed class PostsolvePoint(CoreProblem original, double[] values, double[] duals)
{
    public CoreProblem Original { get; } = original;

    public double[] Values { get; } = values;

    public double[] Duals { get; } = duals;

    /// <summary>Reduced cost of a column under the duals known so far.</summary>
    public double ReducedCost(int column) =>
        Original.Cost[column] + (Original.Quadratic?.Row(column, Values) ?? 0) - Original.Matrix.Dot(column, Duals);
}
