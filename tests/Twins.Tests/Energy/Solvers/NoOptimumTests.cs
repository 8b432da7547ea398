using Twins.Energy.Solvers;

namespace Twins.Tests.Energy.Solvers;

/// <summary>Infeasible and unbounded problems: verdict, proof and names.</summary>
public sealed class NoOptimumTests
{
    private const double Infinity = double.PositiveInfinity;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Solve_SessionTooShort_NamesTheEnergyRowAndTheCharger(bool presolve)
    {
        var model = new ModelBuilder();
        VariableSeries charge = model.AddVariables("ev7 charge", 4, 0, 11_000);
        VariableSeries import = model.AddVariables("import", 4, 0, 50_000, 0.1);
        RowSeries balance = model.AddRows("balance", 4, 5_000, 5_000);
        Row energy = model.AddRow("ev7 energy", 12_000, Infinity);
        for (int step = 0; step < 4; step++)
        {
            model.AddTerm(energy, charge[step], 0.25);
            model.AddTerm(balance[step], import[step], 1);
            model.AddTerm(balance[step], charge[step], -1);
        }

        Solution solution = new InteriorPointSolver().Solve(model.Build(), new SolverOptions { Presolve = presolve });

        Assert.Equal(SolveStatus.Infeasible, solution.Status);
        Assert.Equal("ev7 energy", Assert.Single(solution.Infeasibility!.Rows).Name.ToString());
        Assert.All(solution.Infeasibility.Variables, variable => Assert.Equal("ev7 charge", variable.Name.Name));
        Assert.Equal(1_000, solution.Infeasibility.Margin, 1e-3);
    }

    [Fact]
    public void Solve_TwoRowsThatExcludeEachOther_NamesBoth()
    {
        var model = new ModelBuilder();
        Variable x = model.AddVariable("x", -Infinity, Infinity, 1);
        Variable y = model.AddVariable("y", -Infinity, Infinity);
        Row above = model.AddRow("above", 3, Infinity);
        Row below = model.AddRow("below", -Infinity, 2);
        Row other = model.AddRow("other", 0, 1);
        foreach (Row row in new[] { above, below })
        {
            model.AddTerm(row, x, 1);
            model.AddTerm(row, y, 1);
        }

        model.AddTerm(other, x, 1);

        Solution solution = new InteriorPointSolver().Solve(model.Build());

        Assert.Equal(SolveStatus.Infeasible, solution.Status);
        Assert.Equal("above below", string.Join(' ', solution.Infeasibility!.Rows.OrderBy(row => row.Row.Index).Select(row => row.Name)));
    }

    [Fact]
    public void Solve_BoundsOfOneVariableExcludeEachOther_NamesIt()
    {
        var model = new ModelBuilder();
        model.AddVariables("soc", 3, 0, 1);
        model.SetBounds(new Variable(1), 2, 1);

        Solution solution = new InteriorPointSolver().Solve(model.Build());

        Assert.Equal(SolveStatus.Infeasible, solution.Status);
        Assert.Equal("The bounds of soc[1] exclude each other.", solution.Infeasibility!.ToString());
        Assert.Throws<InvalidOperationException>(() => solution[new Variable(1)]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Solve_CostFallsForever_ReturnsTheDirection(bool presolve)
    {
        var model = new ModelBuilder();
        Variable import = model.AddVariable("import", 0, Infinity, 1);
        Variable export = model.AddVariable("export", 0, Infinity, -2);
        Row balance = model.AddRow("balance", 5, 5);
        model.AddTerm(balance, import, 1);
        model.AddTerm(balance, export, -1);

        Solution solution = new InteriorPointSolver().Solve(model.Build(), new SolverOptions { Presolve = presolve });

        Assert.Equal(SolveStatus.Unbounded, solution.Status);
        Assert.Equal(-1, solution.Ray!.CostPerUnit, 1e-6);
        Assert.Equal([1, 1], solution.Ray.Direction.Select(value => Math.Round(value, 6)));
    }

    [Fact]
    public void Solve_CurvatureStopsTheFall_IsOptimal()
    {
        var model = new ModelBuilder();
        Variable x = model.AddVariable("x", 0, Infinity, -2);
        Variable y = model.AddVariable("y", 0, Infinity, 1);
        Row sum = model.AddRow("difference", 0, Infinity);
        model.AddTerm(sum, x, 1);
        model.AddTerm(sum, y, -1);
        model.AddQuadraticCost(x, 0.5);

        Solution solution = new InteriorPointSolver().Solve(model.Build());

        Assert.Equal(SolveStatus.Optimal, solution.Status);
        Assert.Equal(4, solution[x], 1e-6);
    }
}
