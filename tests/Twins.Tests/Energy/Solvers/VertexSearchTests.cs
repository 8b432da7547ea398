using MathNet.Numerics.LinearAlgebra;
using Twins.Energy.Solvers;

namespace Twins.Tests.Energy.Solvers;

public sealed class VertexSearchTests
{
    private static readonly SolverOptions Vertex = new() { Vertex = true };

    [Fact]
    public void Solve_FlatPrice_CentreSpreadsAndVertexDoesNot()
    {
        var model = new ModelBuilder();
        VariableSeries charge = model.AddVariables("charge", 10, 0, 11_000, 0.1);
        Row energy = model.AddRow("energy", 38_500, 38_500);
        for (int step = 0; step < 10; step++)
        {
            model.AddTerm(energy, charge[step], 1);
        }

        Problem problem = model.Build();
        Solution centre = new InteriorPointSolver().Solve(problem);
        Solution vertex = new InteriorPointSolver().Solve(problem, Vertex);

        Assert.Equal(10, VertexCheck.BetweenLimits(problem, centre.Values).Count);
        Assert.Equal(centre.Objective, vertex.Objective, 1e-6);
        Assert.Single(VertexCheck.BetweenLimits(problem, vertex.Values));
    }

    [Fact]
    public void Solve_RandomSites_ReturnsPointsOfIndependentColumns()
    {
        for (int seed = 1; seed <= 12; seed++)
        {
            Problem problem = SiteModel.Create(new SiteModelOptions(24, 5) { Seed = seed, Hours = 1, VehicleToGrid = seed % 2 == 0, NegativePrices = seed % 3 == 0 });
            Solution centre = new InteriorPointSolver().Solve(problem);
            Solution vertex = new InteriorPointSolver().Solve(problem, Vertex);

            Assert.Equal(centre.Status, vertex.Status);
            if (centre.Status == SolveStatus.Optimal)
            {
                Assert.Equal(centre.Objective, vertex.Objective, 1e-7 * Math.Abs(centre.Objective));
                Assert.InRange(vertex.Accuracy.Largest, 0, 1e-7);
                Assert.True(VertexCheck.IsVertex(problem, vertex.Values), $"seed {seed}");
            }
        }
    }

    [Theory]
    [InlineData("afiro")]
    [InlineData("sc50a")]
    [InlineData("sc50b")]
    [InlineData("kb2")]
    [InlineData("adlittle")]
    [InlineData("blend")]
    [InlineData("share2b")]
    public void Solve_NetlibProblem_EndsAtAVertexAsClpDoes(string name)
    {
        Assert.SkipUnless(Clp.IsInstalled, Clp.Missing);
        Problem problem = MpsReader.ReadFile(Path.Combine(AppContext.BaseDirectory, "Energy", "Solvers", "Netlib", name + ".mps")).Problem;

        RequireVertex(problem, Clp.Solve(problem), new InteriorPointSolver().Solve(problem, Vertex), name);
    }

    [Fact]
    public void Solve_RandomPrograms_EndAtAVertexAsClpDoes()
    {
        Assert.SkipUnless(Clp.IsInstalled, Clp.Missing);
        int vertices = 0;
        for (int seed = 0; seed < 600; seed++)
        {
            Problem problem = RandomProgram.Create(seed);
            ClpAnswer expected = Clp.Solve(problem);
            Solution vertex = new InteriorPointSolver().Solve(problem, Vertex);

            // Where the feasible set holds a whole line nothing is a vertex, Clp's answer neither.
            if (vertex.Status == SolveStatus.Optimal && VertexCheck.IsVertex(problem, expected.Values))
            {
                RequireVertex(problem, expected, vertex, $"seed {seed}");
                vertices++;
            }
        }

        Assert.InRange(vertices, 300, 600);
    }

    private static void RequireVertex(Problem problem, ClpAnswer expected, Solution vertex, string name)
    {
        Assert.True(VertexCheck.IsVertex(problem, expected.Values), $"{name}: the check does not hold for Clp");
        Assert.True(VertexCheck.IsVertex(problem, vertex.Values), $"{name}: {VertexCheck.BetweenLimits(problem, vertex.Values).Count} columns between their limits");
        Assert.Equal(expected.Objective, vertex.Objective, 1e-7 * (1 + Math.Abs(expected.Objective)));
        Assert.True(vertex.Accuracy.Primal <= 1e-8, $"{name}: {vertex.Accuracy}");
    }
}

/// <summary>Whether a point is a vertex, by the rank of a dense matrix.</summary>
internal static class VertexCheck
{
    /// <summary>
    /// As many limits as variables are active and independent; which is so exactly when the columns of the variables between their
    /// limits and of the rows off their limits are independent.
    /// </summary>
    public static bool IsVertex(Problem problem, ReadOnlySpan<double> values)
    {
        List<int> between = BetweenLimits(problem, values);
        if (between.Count > problem.RowCount)
        {
            return false;
        }

        // Columns of length 1, so that the rank does not depend on their units.
        Vector<double>[] columns = [.. between.Select(column => Column(problem, column).Normalize(2))];
        return columns.Length == 0 || Matrix<double>.Build.DenseOfColumnVectors(columns).Rank() == columns.Length;
    }

    /// <summary>Variables between their bounds, and behind them (by the number of variables) rows off their limits.</summary>
    public static List<int> BetweenLimits(Problem problem, ReadOnlySpan<double> values)
    {
        double[] activity = new double[problem.RowCount];
        problem.Matrix.AddProduct(values, 1, activity);
        List<int> between = [];
        for (int j = 0; j < problem.VariableCount; j++)
        {
            if (IsBetween(values[j], problem.LowerBounds[j], problem.UpperBounds[j]))
            {
                between.Add(j);
            }
        }

        for (int i = 0; i < problem.RowCount; i++)
        {
            if (IsBetween(activity[i], problem.RowLowerBounds[i], problem.RowUpperBounds[i]))
            {
                between.Add(problem.VariableCount + i);
            }
        }

        return between;
    }

    private static Vector<double> Column(Problem problem, int column)
    {
        Vector<double> dense = Vector<double>.Build.Dense(problem.RowCount);
        if (column >= problem.VariableCount)
        {
            dense[column - problem.VariableCount] = 1;
            return dense;
        }

        for (int p = problem.Matrix.Starts[column]; p < problem.Matrix.Starts[column + 1]; p++)
        {
            dense[problem.Matrix.Rows[p]] = problem.Matrix.Values[p];
        }

        return dense;
    }

    private static bool IsBetween(double value, double lower, double upper) =>
        value > lower + (1e-6 * (1 + Math.Abs(lower))) && value < upper - (1e-6 * (1 + Math.Abs(upper))) && lower < upper;
}
