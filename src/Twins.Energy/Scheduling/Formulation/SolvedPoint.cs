using System.Collections.Immutable;
using Twins.Energy.Solvers.Model;
using Twins.Energy.Solvers.Results;

namespace Twins.Energy.Scheduling.Formulation;

/// <summary>A solution read through the bounds of its problem: what rounding left outside them is put back.</summary>
internal sealed class SolvedPoint(Problem problem, Solution solution)
{
    public Problem Problem => problem;

    public Solution Solution => solution;

    public double this[Variable variable] =>
        Math.Clamp(solution[variable], problem.LowerBounds[variable.Index], problem.UpperBounds[variable.Index]);

    /// <summary>One number per step, in W or Wh.</summary>
    public static ImmutableArray<double> Series(int steps, Func<int, double> kilo)
    {
        var values = ImmutableArray.CreateBuilder<double>(steps);
        for (int step = 0; step < steps; step++)
        {
            values.Add(kilo(step) * SiteFormulation.Kilo);
        }

        return values.MoveToImmutable();
    }
}
