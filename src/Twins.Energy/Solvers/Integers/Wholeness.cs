using Twins.Energy.Solvers.Model;

namespace Twins.Energy.Solvers.Integers;

/// <summary>How far values are from whole numbers.</summary>
internal static class Wholeness
{
    /// <summary>A value this near to a whole number counts as one.</summary>
    public const double Tolerance = 1e-6;

    public static double Distance(double value) => Math.Abs(value - Math.Round(value));

    /// <summary>The whole-number variable farthest from one, −1 when all are whole.</summary>
    public static int MostFractional(Problem problem, ReadOnlySpan<double> values)
    {
        int worst = -1;
        double distance = Tolerance;
        for (int j = 0; j < values.Length; j++)
        {
            if (problem.Structure.Integer[j] && Distance(values[j]) > distance)
            {
                distance = Distance(values[j]);
                worst = j;
            }
        }

        return worst;
    }
}
