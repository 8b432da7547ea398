using MathNet.Numerics.LinearAlgebra;
using Twins.Optimization.Solver;
using Twins.Optimization.Solver.Model;
using Twins.Optimization.Solver.Results;
using Twins.Optimization.Tests.Solver.SiteModels;

namespace Twins.Optimization.Tests.Solver.Vertices;

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

        Assert.Equal(10, BetweenBounds(problem, centre).Count);
        Assert.Equal(centre.Objective, vertex.Objective, 1e-6);
        Assert.Single(BetweenBounds(problem, vertex));
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
                Assert.True(IsVertex(problem, vertex), $"seed {seed}");
            }
        }
    }

    /// <summary>At a vertex the columns of the variables between their bounds and of the rows off their limits are independent.</summary>
    private static bool IsVertex(Problem problem, Solution solution)
    {
        double[] activity = new double[problem.RowCount];
        problem.Matrix.AddProduct(solution.Values, 1, activity);
        List<Vector<double>> columns = [];
        foreach (int j in BetweenBounds(problem, solution))
        {
            Vector<double> column = Vector<double>.Build.Dense(problem.RowCount);
            for (int p = problem.Matrix.Starts[j]; p < problem.Matrix.Starts[j + 1]; p++)
            {
                column[problem.Matrix.Rows[p]] = problem.Matrix.Values[p];
            }

            columns.Add(column);
        }

        for (int i = 0; i < problem.RowCount; i++)
        {
            if (IsBetween(activity[i], problem.RowLowerBounds[i], problem.RowUpperBounds[i]))
            {
                Vector<double> logical = Vector<double>.Build.Dense(problem.RowCount);
                logical[i] = 1;
                columns.Add(logical);
            }
        }

        return Matrix<double>.Build.DenseOfColumnVectors(columns).Rank() == columns.Count;
    }

    private static List<int> BetweenBounds(Problem problem, Solution solution)
    {
        double[] values = solution.Values.ToArray();
        return [.. Enumerable.Range(0, values.Length).Where(j => IsBetween(values[j], problem.LowerBounds[j], problem.UpperBounds[j]))];
    }

    private static bool IsBetween(double value, double lower, double upper) =>
        value > lower + (1e-6 * (1 + Math.Abs(lower))) && value < upper - (1e-6 * (1 + Math.Abs(upper))) && lower < upper;
}
