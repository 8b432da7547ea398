using Twins.Energy.Solvers.Model;
using Twins.Energy.Solvers.Results;

namespace Twins.Energy.Solvers.Certificates;

/// <summary>Turns row multipliers into a checked certificate of infeasibility.</summary>
internal static class FarkasProof
{
    /// <summary>Multipliers below this share of the largest are rounding noise.</summary>
    private const double Noise = 1e-6;

    /// <summary>The certificate, or null when the multipliers prove nothing.</summary>
    public static InfeasibilityCertificate? From(Problem problem, ReadOnlySpan<double> multipliers)
    {
        double[] clean = Clean(problem, multipliers);
        double[] combined = new double[problem.VariableCount];
        problem.Matrix.AddTransposedProduct(clean, 1, combined);
        double demand = 0;
        double weight = 0;
        for (int i = 0; i < clean.Length; i++)
        {
            if (clean[i] != 0)
            {
                double share = clean[i] * (clean[i] > 0 ? problem.RowLowerBounds[i] : problem.RowUpperBounds[i]);
                demand += share;
                weight += Math.Abs(share);
            }
        }

        for (int j = 0; j < combined.Length; j++)
        {
            double limit = combined[j] > 0 ? problem.UpperBounds[j] : problem.LowerBounds[j];
            if (!double.IsFinite(limit))
            {
                if (Math.Abs(combined[j]) > Noise)
                {
                    return null;
                }

                combined[j] = 0;
                continue;
            }

            demand -= combined[j] * limit;
            weight += Math.Abs(combined[j] * limit);
        }

        return demand > 1e-9 * (1 + weight) ? new InfeasibilityCertificate(Rows(problem, clean), Variables(problem, combined), demand) : null;
    }

    /// <summary>Scaled to largest size 1, without noise and without multipliers that would need a missing limit.</summary>
    private static double[] Clean(Problem problem, ReadOnlySpan<double> multipliers)
    {
        double largest = 0;
        foreach (double multiplier in multipliers)
        {
            largest = Math.Max(largest, Math.Abs(multiplier));
        }

        double[] clean = new double[multipliers.Length];
        for (int i = 0; i < clean.Length && largest > 0; i++)
        {
            double multiplier = multipliers[i] / largest;
            double limit = multiplier > 0 ? problem.RowLowerBounds[i] : problem.RowUpperBounds[i];
            clean[i] = Math.Abs(multiplier) > Noise && double.IsFinite(limit) ? multiplier : 0;
        }

        return clean;
    }

    private static List<ConflictingRow> Rows(Problem problem, double[] multipliers) =>
        [.. Enumerable.Range(0, multipliers.Length)
            .Where(i => multipliers[i] != 0)
            .OrderByDescending(i => Math.Abs(multipliers[i])).ThenBy(i => i)
            .Select(i => new ConflictingRow(new Row(i), problem.Structure.RowNames[i], multipliers[i]))];

    private static List<ConflictingVariable> Variables(Problem problem, double[] combined) =>
        [.. Enumerable.Range(0, combined.Length)
            .Where(j => Math.Abs(combined[j]) > Noise)
            .OrderByDescending(j => Math.Abs(combined[j])).ThenBy(j => j)
            .Select(j => new ConflictingVariable(new Variable(j), problem.Structure.VariableNames[j], combined[j]))];
}
