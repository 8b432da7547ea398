using Twins.Energy.Solvers;
using Twins.Energy.Solvers.Integers;
using Twins.Energy.Solvers.Model;
using Twins.Energy.Solvers.Results;

namespace Twins.Tests.Energy.Solvers.Integers;

/// <summary>What the search claims when a relaxation could not be solved: nothing about what it has not seen.</summary>
public sealed class BranchAndBoundTests
{
    [Fact]
    public void Run_WholeRelaxationThatCannotBeSolvedAgain_IsNotCalledInfeasible()
    {
        Problem problem = TwoChoices();
        Solution root = new InteriorPointSolver().Solve(problem, new SolverOptions { Vertex = true });
        Assert.Equal(-1, Wholeness.MostFractional(problem, root.Values));

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
