namespace Twins.Energy.Solvers.Model;

/// <summary>Problems that differ from another one in more than costs, bounds and ranges.</summary>
internal static class ProblemVariants
{
    /// <summary>A copy without any costs, linear or quadratic.</summary>
    public static Problem WithoutCosts(this Problem problem)
    {
        ProblemStructure old = problem.Structure;
        var structure = new ProblemStructure(old.VariableNames, old.RowNames, old.Matrix, null, old.Integer);
        return new(
            structure, new double[problem.VariableCount], [.. problem.LowerBounds], [.. problem.UpperBounds],
            [.. problem.RowLowerBounds], [.. problem.RowUpperBounds], 0);
    }
}
