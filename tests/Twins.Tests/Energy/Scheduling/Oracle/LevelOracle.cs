using Twins.Energy.Scheduling.Formulation;
using Twins.Energy.Solvers.Model;
using Twins.Energy.Solvers.Sparse;
using Twins.Tests.Energy.Solvers.Oracle;

namespace Twins.Tests.Energy.Scheduling.Oracle;

/// <summary>The least that each level of wishes can miss, by one solve of Clp after the other with the levels above held.</summary>
internal static class LevelOracle
{
    private const double SlackKwh = 1e-6;

    public static double[] LeastKwh(Problem problem, IReadOnlyList<WishLevel> levels)
    {
        Problem held = problem.WithoutCosts();
        double[] least = new double[levels.Count];
        for (int level = 0; level < levels.Count; level++)
        {
            Problem alone = held.WithoutCosts();
            levels[level].Price(alone, 1);
            ClpAnswer answer = Clp.Solve(alone);
            Assert.Equal(ClpStatus.Optimal, answer.Status);
            least[level] = answer.Objective;
            held = WithLimit(held, levels[level], answer.Objective + SlackKwh);
        }

        return least;
    }

    private static Problem WithLimit(Problem problem, WishLevel level, double mostKwh)
    {
        var terms = new TripletList();
        for (int j = 0; j < problem.VariableCount; j++)
        {
            for (int p = problem.Matrix.Starts[j]; p < problem.Matrix.Starts[j + 1]; p++)
            {
                terms.Add(problem.Matrix.Rows[p], j, problem.Matrix.Values[p]);
            }
        }

        foreach ((Variable shortfall, double kilowattHours) in level.Terms)
        {
            terms.Add(problem.RowCount, shortfall.Index, kilowattHours);
        }

        var structure = new ProblemStructure(
            problem.Structure.VariableNames, [.. problem.Structure.RowNames, new ElementName("held")],
            terms.ToMatrix(problem.RowCount + 1, problem.VariableCount), null, problem.Structure.Integer);
        return new(
            structure, [.. problem.Costs], [.. problem.LowerBounds], [.. problem.UpperBounds],
            [.. problem.RowLowerBounds, double.NegativeInfinity], [.. problem.RowUpperBounds, mostKwh], 0);
    }
}
