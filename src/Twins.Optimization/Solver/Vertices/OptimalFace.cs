using Twins.Optimization.Solver.Model;
using Twins.Optimization.Solver.Results;

namespace Twins.Optimization.Solver.Vertices;

/// <summary>
/// All optimal points of a linear problem as a problem of its own, with tie-breaking costs under which (but for rare
/// coincidences) one vertex alone is cheapest.
/// </summary>
/// <remarks>
/// An interior point method ends in the middle of the optimal face, where by strict complementarity of each pair of slack and
/// multiplier just one is 0 (Goldman, Tucker 1956): what has a multiplier is fixed at its limit, the rest stays free to move.
/// </remarks>
internal static class OptimalFace
{
    public static Problem Of(Problem problem, Solution solution)
    {
        Problem face = problem.Copy();
        double largestCost = 1e-300;
        foreach (double cost in problem.Costs)
        {
            largestCost = Math.Max(largestCost, Math.Abs(cost));
        }

        FixVariables(problem, solution, face, largestCost);
        FixRows(problem, solution, face, largestCost);
        return face;
    }

    private static void FixVariables(Problem problem, Solution solution, Problem face, double largestCost)
    {
        for (int j = 0; j < problem.VariableCount; j++)
        {
            double lower = problem.LowerBounds[j];
            double upper = problem.UpperBounds[j];
            if (Binding(solution.ReducedCosts[j] / largestCost, solution.Values[j], lower, upper) is { } limit)
            {
                face.SetBounds(new Variable(j), limit, limit);
            }

            face.SetCost(new Variable(j), TieBreaker(j, lower, upper));
        }
    }

    private static void FixRows(Problem problem, Solution solution, Problem face, double largestCost)
    {
        double[] activity = new double[problem.RowCount];
        problem.Matrix.AddProduct(solution.Values, 1, activity);
        for (int i = 0; i < activity.Length; i++)
        {
            double size = solution.Duals[i] / largestCost;
            if (Binding(size, activity[i], problem.RowLowerBounds[i], problem.RowUpperBounds[i]) is { } limit)
            {
                face.SetRange(new Row(i), limit, limit);
            }
        }
    }

    /// <summary>The limit that is touched, with a multiplier that outweighs the relative distance to it; or null.</summary>
    private static double? Binding(double multiplier, double value, double lower, double upper)
    {
        double limit = multiplier > 0 ? lower : upper;
        double distance = Math.Abs(value - limit) / (1 + Math.Abs(limit));
        return double.IsFinite(limit) && Math.Abs(multiplier) > distance ? limit : null;
    }

    /// <summary>A cost of size 1 to 2 towards a bound that exists, so that the face has a cheapest point; 0 for free variables.</summary>
    private static double TieBreaker(int column, double lower, double upper)
    {
        // Scrambled, not evenly spaced: with costs linear in the index, swapping two vehicles' steps would still be a tie.
        ulong scrambled = ((ulong)column + 1) * 0x9E3779B97F4A7C15;
        scrambled = (scrambled ^ (scrambled >> 30)) * 0xBF58476D1CE4E5B9;
        scrambled ^= scrambled >> 27;
        double size = 1 + (scrambled / (double)ulong.MaxValue);
        return double.IsFinite(lower) ? size : double.IsFinite(upper) ? -size : 0;
    }
}
