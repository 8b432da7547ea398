namespace Twins.Energy.Solvers;

/// <summary>Measures a primal-dual point against the original problem.</summary>
internal static class Appraisal
{
    /// <summary>c + Qx − Aᵀy.</summary>
    public static double[] ReducedCosts(Problem problem, ReadOnlySpan<double> values, ReadOnlySpan<double> duals)
    {
        double[] reduced = [.. problem.Costs];
        problem.Structure.Quadratic?.AddProduct(values, 1, reduced);
        problem.Matrix.AddTransposedProduct(duals, -1, reduced);
        return reduced;
    }

    public static Accuracy Of(Problem problem, ReadOnlySpan<double> values, ReadOnlySpan<double> duals, ReadOnlySpan<double> reducedCosts, out double bound)
    {
        double primal = Math.Max(
            MaxRowViolation(problem, values),
            MaxViolation(values, values, problem.LowerBounds, problem.UpperBounds));
        double dual = 0;
        bound = problem.ObjectiveOffset - (problem.Structure.Quadratic?.HalfProduct(values) ?? 0);
        bound += Support(duals, problem.RowLowerBounds, problem.RowUpperBounds, ref dual);
        bound += Support(reducedCosts, problem.LowerBounds, problem.UpperBounds, ref dual);
        double objective = problem.Objective(values);
        return new Accuracy(primal, dual / (1 + Largest(problem.Costs)), Math.Abs(objective - bound) / (1 + Math.Abs(objective)));
    }

    private static double MaxRowViolation(Problem problem, ReadOnlySpan<double> values)
    {
        double[] activity = new double[problem.RowCount];
        double[] sizes = new double[problem.RowCount];
        for (int j = 0; j < problem.VariableCount; j++)
        {
            for (int p = problem.Matrix.Starts[j]; p < problem.Matrix.Starts[j + 1]; p++)
            {
                double term = problem.Matrix.Values[p] * values[j];
                activity[problem.Matrix.Rows[p]] += term;
                sizes[problem.Matrix.Rows[p]] = Math.Max(sizes[problem.Matrix.Rows[p]], Math.Abs(term));
            }
        }

        return MaxViolation(activity, sizes, problem.RowLowerBounds, problem.RowUpperBounds);
    }

    private static double MaxViolation(ReadOnlySpan<double> activity, ReadOnlySpan<double> sizes, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        double largest = 0;
        for (int k = 0; k < activity.Length; k++)
        {
            double violation = Math.Max(lower[k] - activity[k], activity[k] - upper[k]);
            largest = Math.Max(largest, violation / (1 + Math.Abs(sizes[k])));
        }

        return largest;
    }

    /// <summary>Minimum of multiplier · activity within the range; a multiplier against a missing bound is a dual violation.</summary>
    private static double Support(ReadOnlySpan<double> multipliers, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, ref double violation)
    {
        double sum = 0;
        for (int k = 0; k < multipliers.Length; k++)
        {
            double limit = multipliers[k] > 0 ? lower[k] : upper[k];
            if (double.IsFinite(limit))
            {
                sum += multipliers[k] * limit;
            }
            else
            {
                violation = Math.Max(violation, Math.Abs(multipliers[k]));
            }
        }

        return sum;
    }

    private static double Largest(ReadOnlySpan<double> vector)
    {
        double largest = 0;
        foreach (double value in vector)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest;
    }
}
