using Twins.Energy.Solvers;

namespace Twins.Tests.Energy.Solvers;

/// <summary>Problems whose solution is known by hand, with and without presolve.</summary>
public sealed class ClosedFormTests
{
    private const double Infinity = double.PositiveInfinity;

    public static TheoryData<bool> WithAndWithoutPresolve => [true, false];

    [Theory]
    [MemberData(nameof(WithAndWithoutPresolve))]
    public void Solve_TwoProducts_FindsVertexAndPrices(bool presolve)
    {
        // max 3x + 5y, x ≤ 4, 2y ≤ 12, 3x + 2y ≤ 18 (Wyndor Glass): x = 2, y = 6, prices 0, 1.5, 1.
        var model = new ModelBuilder();
        Variable x = model.AddVariable("x", 0, Infinity, -3);
        Variable y = model.AddVariable("y", 0, Infinity, -5);
        Row[] plants = [model.AddRow("plant 1", -Infinity, 4), model.AddRow("plant 2", -Infinity, 12), model.AddRow("plant 3", -Infinity, 18)];
        model.AddTerm(plants[0], x, 1);
        model.AddTerm(plants[1], y, 2);
        model.AddTerm(plants[2], x, 3);
        model.AddTerm(plants[2], y, 2);

        Solution solution = Solve(model, presolve);

        Assert.Equal(-36, solution.Objective, 1e-7);
        Assert.Equal(2, solution[x], 1e-6);
        Assert.Equal(6, solution[y], 1e-6);
        Assert.Equal([0, -1.5, -1], plants.Select(plant => Math.Round(solution.Dual(plant), 6)));
    }

    [Theory]
    [MemberData(nameof(WithAndWithoutPresolve))]
    public void Solve_ProjectionOntoALine_FindsTheFoot(bool presolve)
    {
        // min ½(x² + y²) − x, x + y = 3: stationarity x − 1 = y, hence (2, 1), dual 1, objective ½.
        var model = new ModelBuilder();
        Variable x = model.AddVariable("x", -Infinity, Infinity, -1);
        Variable y = model.AddVariable("y", -Infinity, Infinity);
        Row line = model.AddRow("line", 3, 3);
        model.AddTerm(line, x, 1);
        model.AddTerm(line, y, 1);
        model.AddQuadraticCost(x, 1);
        model.AddQuadraticCost(y, 1);

        Solution solution = Solve(model, presolve);

        Assert.Equal(0.5, solution.Objective, 1e-9);
        Assert.Equal(2, solution[x], 1e-8);
        Assert.Equal(1, solution[y], 1e-8);
        Assert.Equal(1, solution.Dual(line), 1e-8);
    }

    [Theory]
    [MemberData(nameof(WithAndWithoutPresolve))]
    public void Solve_CoupledBlock_FindsTheMinimum(bool presolve)
    {
        // Q = [2 1; 1 2], c = (−3, −3): Qx = −c gives (1, 1); the bound y ≤ ½ moves x to (3 − ½)/2 = 1.25.
        var model = new ModelBuilder();
        Variable x = model.AddVariable("x", -10, 10, -3);
        Variable y = model.AddVariable("y", -10, 0.5, -3);
        model.AddQuadraticCost(x, 2);
        model.AddQuadraticCost(y, 2);
        model.AddQuadraticCost(x, y, 1);

        Solution solution = Solve(model, presolve);

        Assert.Equal(1.25, solution[x], 1e-7);
        Assert.Equal(0.5, solution[y], 1e-7);
        Assert.Equal(-0.75, solution.ReducedCost(y), 1e-7);
    }

    [Theory]
    [MemberData(nameof(WithAndWithoutPresolve))]
    public void Solve_RangedRowAtItsUpperLimit_PricesItNegatively(bool presolve)
    {
        var model = new ModelBuilder { ObjectiveOffset = 10 };
        Variable x = model.AddVariable("x", 0, 5, -1);
        Variable y = model.AddVariable("y", 0, 5, -2);
        Row total = model.AddRow("total", 1, 6);
        model.AddTerm(total, x, 1);
        model.AddTerm(total, y, 1);

        Solution solution = Solve(model, presolve);

        Assert.Equal(10 - 11, solution.Objective, 1e-7);
        Assert.Equal(-1, solution.Dual(total), 1e-6);
        Assert.Equal(-1, solution.ReducedCost(y), 1e-6);
        Assert.Equal(solution.Objective, solution.Bound, 1e-7);
    }

    [Theory]
    [MemberData(nameof(WithAndWithoutPresolve))]
    public void Solve_DependentEquations_StillConverges(bool presolve)
    {
        var model = new ModelBuilder();
        VariableSeries x = model.AddVariables("x", 4, 0, 10, 1);
        RowSeries rows = model.AddRows("sum", 3, 6, 6);
        for (int step = 0; step < 4; step++)
        {
            model.AddTerm(rows[0], x[step], 1 + step);
            model.AddTerm(rows[1], x[step], 2 * (1 + step));
            model.AddTerm(rows[2], x[step], (1 + step) + (step == 0 ? 1 : 0));
        }

        model.SetRange(rows[1], 12, 12);

        Solution solution = Solve(model, presolve);

        Assert.Equal(1.5, solution.Objective, 1e-7);
        Assert.Equal(1.5, solution[x[3]], 1e-6);
    }

    [Fact]
    public void Solve_NothingToDecide_ReturnsTheOffset()
    {
        Solution solution = new InteriorPointSolver().Solve(new ModelBuilder { ObjectiveOffset = 7 }.Build());

        Assert.Equal(SolveStatus.Optimal, solution.Status);
        Assert.Equal(7, solution.Objective);
    }

    private static Solution Solve(ModelBuilder model, bool presolve)
    {
        Solution solution = new InteriorPointSolver().Solve(model.Build(), new SolverOptions { Presolve = presolve });
        Assert.Equal(SolveStatus.Optimal, solution.Status);
        Assert.InRange(solution.Accuracy.Largest, 0, 1e-8);
        return solution;
    }
}
