using Twins.Energy.Solvers;

namespace Twins.Tests.Energy.Solvers;

/// <summary>Each reduction by a problem that it solves alone, with values and duals restored to the whole.</summary>
public sealed class PresolverTests
{
    private const double Infinity = double.PositiveInfinity;

    [Fact]
    public void SingletonRows_BecomeBounds_AndTheBindingOneGetsTheDual()
    {
        var model = new ModelBuilder();
        Variable x = model.AddVariable("x", 0, 100, 3);
        Row loose = Row(model, "loose", 1, Infinity, (x, 1));
        Row tight = Row(model, "tight", -Infinity, -8, (x, -2));

        Solution solution = SolveWholly(model);

        Assert.Equal(4, solution[x]);
        Assert.Equal(0, solution.Dual(loose));
        Assert.Equal(-1.5, solution.Dual(tight));
        Assert.Equal(0, solution.ReducedCost(x), 12);
    }

    [Fact]
    public void ForcingRow_FixesItsVariables_AndTakesTheDualThatKeepsThem()
    {
        var model = new ModelBuilder();
        Variable x = model.AddVariable("x", 0, 2, 1);
        Variable y = model.AddVariable("y", 0, 3, 4);
        Row all = Row(model, "all", 5, Infinity, (x, 1), (y, 1));

        Solution solution = SolveWholly(model);

        Assert.Equal(2, solution[x]);
        Assert.Equal(3, solution[y]);
        Assert.Equal(4, solution.Dual(all));
        Assert.Equal(-3, solution.ReducedCost(x));
    }

    [Fact]
    public void FreeColumnSingleton_LeavesWithItsRow_AndPricesIt()
    {
        var model = new ModelBuilder();
        Variable grid = model.AddVariable("grid", -Infinity, Infinity, 2);
        Variable own = model.AddVariable("own", 0, 6, 1.5);
        Row balance = Row(model, "balance", 10, 10, (grid, 1), (own, 1));

        Solution solution = SolveWholly(model);

        Assert.Equal(6, solution[own]);
        Assert.Equal(4, solution[grid]);
        Assert.Equal(2, solution.Dual(balance));
        Assert.Equal(-0.5, solution.ReducedCost(own));
    }

    [Fact]
    public void DuplicateRows_ShareOneRange_AndTheTighterGetsTheDual()
    {
        var model = new ModelBuilder();
        Variable x = model.AddVariable("x", 0, 10, -1);
        Variable y = model.AddVariable("y", 0, 10, -1);
        Row wide = Row(model, "wide", -Infinity, 9, (x, 1), (y, 2));
        Row tight = Row(model, "tight", -12, Infinity, (x, -2), (y, -4));

        Solution solution = new InteriorPointSolver().Solve(model.Build());

        Assert.Equal(1, Presolver.Reduce(CoreProblem.From(model.Build())).Reduced.RowCount);
        Assert.Equal(6, solution[x], 1e-6);
        Assert.Equal(0, solution.Dual(wide), 1e-9);
        Assert.Equal(0.5, solution.Dual(tight), 1e-7);
    }

    [Fact]
    public void PulledAndEmptyColumns_LeaveAtTheirBestValue()
    {
        var model = new ModelBuilder();
        Variable down = model.AddVariable("down", 1, 9, 2);
        Variable up = model.AddVariable("up", 0, 7, -1);
        Variable curved = model.AddVariable("curved", -5, 5, -3);
        model.AddQuadraticCost(curved, 2);
        Row(model, "cap", -Infinity, 100, (down, 1), (up, -1));

        Solution solution = SolveWholly(model);

        Assert.Equal([1, 7, 1.5], new[] { down, up, curved }.Select(variable => solution[variable]));
    }

    [Fact]
    public void FixedCurvedColumn_LeavesItsShareToTheCoupledOne()
    {
        var model = new ModelBuilder();
        Variable x = model.AddVariable("x", 2, 2);
        Variable y = model.AddVariable("y", -9, 9, -4);
        model.AddQuadraticCost(x, 2);
        model.AddQuadraticCost(y, 2);
        model.AddQuadraticCost(x, y, 1);

        CoreProblem reduced = Presolver.Reduce(CoreProblem.From(model.Build())).Reduced;
        Solution solution = new InteriorPointSolver().Solve(model.Build());

        Assert.Equal(-2, Assert.Single(reduced.Cost));
        Assert.Equal(4, reduced.Offset);
        Assert.Equal(1, solution[y], 1e-7);
        Assert.Equal(4 + 1 + 2 - 4, solution.Objective, 1e-9);
    }

    [Fact]
    public void Contradiction_IsSeenWithoutIterating()
    {
        var model = new ModelBuilder();
        Variable x = model.AddVariable("x", 0, 2, 1);
        Variable y = model.AddVariable("y", 0, 3, 4);
        Row(model, "too much", 6, Infinity, (x, 1), (y, 1));

        Assert.True(Presolver.Reduce(CoreProblem.From(model.Build())).IsInfeasible);
    }

    /// <summary>Solves a problem of which presolve must leave nothing, and checks the optimality conditions of the whole.</summary>
    private static Solution SolveWholly(ModelBuilder model)
    {
        Problem problem = model.Build();
        CoreProblem reduced = Presolver.Reduce(CoreProblem.From(problem)).Reduced;
        Assert.Equal((0, 0), (reduced.RowCount, reduced.VariableCount));
        Solution solution = new InteriorPointSolver().Solve(problem);
        Assert.Equal(SolveStatus.Optimal, solution.Status);
        Assert.InRange(solution.Accuracy.Largest, 0, 1e-12);
        return solution;
    }

    private static Row Row(ModelBuilder model, string name, double lower, double upper, params (Variable Variable, double Coefficient)[] terms)
    {
        Row row = model.AddRow(name, lower, upper);
        foreach ((Variable variable, double coefficient) in terms)
        {
            model.AddTerm(row, variable, coefficient);
        }

        return row;
    }
}
