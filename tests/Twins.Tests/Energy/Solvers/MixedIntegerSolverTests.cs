using Twins.Energy.Solvers;

namespace Twins.Tests.Energy.Solvers;

public sealed class MixedIntegerSolverTests
{
    private const double Infinity = double.PositiveInfinity;

    [Fact]
    public void Solve_SmallKnapsack_FindsTheBestSet()
    {
        // Values 60, 100, 120 and weights 10, 20, 30 within 50: take the last two.
        var model = new ModelBuilder();
        Variable[] take = [model.AddInteger("a", 0, 1, -60), model.AddInteger("b", 0, 1, -100), model.AddInteger("c", 0, 1, -120)];
        Row weight = model.AddRow("weight", -Infinity, 50);
        for (int k = 0; k < take.Length; k++)
        {
            model.AddTerm(weight, take[k], 10 * (k + 1));
        }

        Solution solution = new MixedIntegerSolver().Solve(model.Build());

        Assert.Equal(SolveStatus.Optimal, solution.Status);
        Assert.Equal(-220, solution.Objective, 1e-6);
        Assert.Equal([0, 1, 1], take.Select(item => solution[item]));
        Assert.InRange(solution.Bound, -220.001, -219.999);
    }

    [Fact]
    public void Solve_RandomKnapsacksWithSideRows_AgreesWithEnumeration()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            Problem problem = RandomBinaries(seed, count: 9);
            double best = BestByEnumeration(problem);

            Solution solution = new MixedIntegerSolver().Solve(problem);

            Assert.Equal(double.IsFinite(best) ? SolveStatus.Optimal : SolveStatus.Infeasible, solution.Status);
            if (double.IsFinite(best))
            {
                Assert.Equal(best, solution.Objective, 2e-6 * Math.Max(1, Math.Abs(best)));
            }
        }
    }

    [Fact]
    public void Solve_VehiclesWithLeastCurrent_ChargeAtLeastThatOrNotAtAll()
    {
        const double MinW = 4_140;
        var model = new ModelBuilder();
        VariableSeries power = model.AddVariables("ev power", 8, 0, 11_000);
        VariableSeries on = model.AddIntegers("ev on", 8, 0, 1);
        Row energy = model.AddRow("energy", 9_000, 9_000);
        RowSeries below = model.AddRows("at most", 8, -Infinity, 0);
        RowSeries above = model.AddRows("at least", 8, 0, Infinity);
        for (int step = 0; step < 8; step++)
        {
            model.SetCost(power[step], (step % 2 == 0 ? 0.1 : 0.3) + (0.001 * step));
            model.AddTerm(energy, power[step], 0.25);
            model.AddTerm(below[step], power[step], 1);
            model.AddTerm(below[step], on[step], -11_000);
            model.AddTerm(above[step], power[step], 1);
            model.AddTerm(above[step], on[step], -MinW);
        }

        Solution solution = new MixedIntegerSolver().Solve(model.Build());

        // 36 kW over single steps: three times 11 kW leaves 3 kW, less than the least; so one step gives some up.
        Assert.Equal(SolveStatus.Optimal, solution.Status);
        double[] chosen = [.. Enumerable.Range(0, 8).Select(step => solution[power[step]])];
        Assert.Equal(36_000, chosen.Sum(), 1e-3);
        Assert.All(chosen, value => Assert.True(value < 1e-3 || value > MinW - 1e-3, $"{value} W"));
        Assert.Equal((0.1 * 11_000) + (0.102 * 11_000) + (0.104 * (36_000 - 22_000 - MinW)) + (0.106 * MinW), solution.Objective, 1e-2);
    }

    [Fact]
    public void Solve_NoWholePointExists_IsInfeasibleWithoutContinuousProof()
    {
        var model = new ModelBuilder();
        Variable n = model.AddInteger("n", 0, 10);
        Row row = model.AddRow("between", 1.2, 1.8);
        model.AddTerm(row, n, 1);

        Solution solution = new MixedIntegerSolver().Solve(model.Build(), new SolverOptions { Presolve = false });

        Assert.Equal(SolveStatus.Infeasible, solution.Status);
        Assert.False(solution.HasValues);
    }

    [Fact]
    public void Solve_NodeLimit_ReturnsIncumbentAndBound()
    {
        Problem problem = RandomBinaries(seed: 3, count: 30);

        Solution limited = new MixedIntegerSolver().Solve(problem, new SolverOptions { NodeLimit = 2, RelativeGap = 0 });
        Solution full = new MixedIntegerSolver().Solve(problem);

        Assert.Equal(SolveStatus.NodeLimit, limited.Status);
        Assert.InRange(full.Objective, limited.Bound - 1e-6, limited.Objective + 1e-6);
    }

    private static Problem RandomBinaries(int seed, int count)
    {
        var random = new Random(seed);
        var model = new ModelBuilder();
        VariableSeries x = model.AddIntegers("x", count, 0, 1);
        RowSeries rows = model.AddRows("row", 3, -Infinity, count);
        for (int j = 0; j < count; j++)
        {
            model.SetCost(x[j], -random.Next(1, 40));
            for (int i = 0; i < 3; i++)
            {
                model.AddTerm(rows[i], x[j], random.Next(1, 9));
            }
        }

        return model.Build();
    }

    private static double BestByEnumeration(Problem problem)
    {
        double best = double.PositiveInfinity;
        for (int mask = 0; mask < 1 << problem.VariableCount; mask++)
        {
            double[] values = [.. Enumerable.Range(0, problem.VariableCount).Select(j => (double)((mask >> j) & 1))];
            double[] activity = new double[problem.RowCount];
            problem.Matrix.AddProduct(values, 1, activity);
            bool feasible = activity.Zip(problem.RowUpperBounds.ToArray()).All(pair => pair.First <= pair.Second);
            best = feasible ? Math.Min(best, problem.Objective(values)) : best;
        }

        return best;
    }
}

/// <summary>What the search claims when a relaxation could not be solved: nothing about what it has not seen.</summary>
public sealed class BranchAndBoundTests
{
    [Fact]
    public void Run_WholeRelaxationThatCannotBeSolvedAgain_IsNotCalledInfeasible()
    {
        Problem problem = TwoChoices();
        Solution root = new InteriorPointSolver().Solve(problem, new SolverOptions { Vertex = true });
        Assert.Equal(-1, Integrality.MostFractional(problem, root.Values));

        Solution solution = Search(problem, _ => Unsolved).Run(root);

        Assert.Equal(SolveStatus.Stalled, solution.Status);
        Assert.False(solution.HasValues);
        Assert.Equal(root.Objective, solution.Bound, 1e-9);
    }

    [Fact]
    public void Run_NodeThatCannotBeSolved_LeavesTheRestToBeSearched()
    {
        Problem problem = Knapsack();
        var solver = new InteriorPointSolver();
        Solution root = solver.Solve(problem);

        // Only the branch that takes the second item fails; the best point with it (-220) stays unseen, the best without it is found.
        Solution solution = Search(problem, each => each.LowerBounds[1] > 0.5 ? Unsolved : solver.Solve(each)).Run(root);

        Assert.Equal(SolveStatus.Stalled, solution.Status);
        Assert.Equal(-180, solution.Objective, 1e-6);
        Assert.InRange(solution.Bound, -240.001, -219.999);
    }

    private static Solution Unsolved => new(SolveStatus.Stalled, [], [], []);

    private static BranchAndBound Search(Problem problem, Func<Problem, Solution> solve) =>
        new(problem, solve, SolverOptions.Default, new Deadline(SolverOptions.Default, CancellationToken.None));

    private static Problem TwoChoices()
    {
        var model = new ModelBuilder();
        Row one = model.AddRow("one of them", 1, 1);
        model.AddTerm(one, model.AddInteger("first", 0, 1, 1), 1);
        model.AddTerm(one, model.AddInteger("second", 0, 1, 2), 1);
        return model.Build();
    }

    private static Problem Knapsack()
    {
        var model = new ModelBuilder();
        Row weight = model.AddRow("weight", double.NegativeInfinity, 50);
        model.AddTerm(weight, model.AddInteger("a", 0, 1, -60), 10);
        model.AddTerm(weight, model.AddInteger("b", 0, 1, -100), 20);
        model.AddTerm(weight, model.AddInteger("c", 0, 1, -120), 30);
        return model.Build();
    }
}
