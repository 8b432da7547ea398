using Twins.Energy.Solvers.Model;

namespace Twins.Tests.Energy.Solvers.Oracle;

/// <summary>The coefficient matrix as plain arrays, for solvers behind a C interface.</summary>
internal static class ProblemColumns
{
    public static (int[] Starts, int[] Rows, double[] Values) Of(Problem problem) =>
        (problem.Matrix.Starts, problem.Matrix.Rows, problem.Matrix.Values);
}
