using Twins.Energy.Solvers.Model;
using Twins.Energy.Solvers.Results;

namespace Twins.Energy.Solvers.Integers;

/// <summary>
/// Looks for a whole-number point: fixes what is whole already and the least fractional fifth of the rest, solves, and goes on
/// until nothing is left; a rounding that makes the rest infeasible is turned round once.
/// </summary>
internal sealed class RoundingDive(Problem problem, Func<Problem, Solution> solve)
{
    private const double ShareFixed = 0.2;

    /// <summary>The relaxation's solution with all whole-number variables whole, or null.</summary>
    public Solution? From(Problem start, Solution relaxed)
    {
        Problem dive = start.Copy();
        Solution current = relaxed;
        while (Candidates(current) is { Count: > 0 } open)
        {
            FixWholes(dive, current);
            int count = Math.Max(1, (int)(open.Count * ShareFixed));
            Fix(dive, current, open.Take(count), Math.Round);
            Solution next = solve(dive);
            if (next.Status != SolveStatus.Optimal)
            {
                Fix(dive, current, open.Take(count), value => Math.Round(value) > value ? Math.Floor(value) : Math.Ceiling(value));
                next = solve(dive);
            }

            if (next.Status != SolveStatus.Optimal)
            {
                return null;
            }

            current = next;
        }

        FixWholes(dive, current);
        Solution final = solve(dive);
        return final.Status == SolveStatus.Optimal ? final : null;
    }

    /// <summary>Fractional variables, least fractional first.</summary>
    private List<int> Candidates(Solution solution)
    {
        double[] values = solution.Values.ToArray();
        return
        [
            .. Enumerable.Range(0, values.Length)
                .Where(j => problem.Structure.Integer[j] && Wholeness.Distance(values[j]) > Wholeness.Tolerance)
                .OrderBy(j => Wholeness.Distance(values[j])).ThenBy(j => j),
        ];
    }

    private void FixWholes(Problem dive, Solution solution)
    {
        for (int j = 0; j < problem.VariableCount; j++)
        {
            double value = solution.Values[j];
            if (problem.Structure.Integer[j] && Wholeness.Distance(value) <= Wholeness.Tolerance)
            {
                dive.SetBounds(new Variable(j), Math.Round(value), Math.Round(value));
            }
        }
    }

    private static void Fix(Problem dive, Solution solution, IEnumerable<int> columns, Func<double, double> round)
    {
        foreach (int column in columns)
        {
            double value = round(solution.Values[column]);
            dive.SetBounds(new Variable(column), value, value);
        }
    }
}
