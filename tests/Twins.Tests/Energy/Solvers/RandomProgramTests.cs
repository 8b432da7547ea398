using Twins.Energy.Solvers;

namespace Twins.Tests.Energy.Solvers;

/// <summary>Status, objective and optimality conditions on programs that no planner would write.</summary>
public sealed class RandomProgramTests(ITestOutputHelper output)
{
    private const int Programs = 1500;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Solve_RandomPrograms_AgreeWithClp(bool presolve)
    {
        Assert.SkipUnless(Clp.IsInstalled, Clp.Missing);
        var solver = new InteriorPointSolver();
        var options = new SolverOptions { Presolve = presolve };
        var counts = new Dictionary<SolveStatus, int>();
        for (int seed = 0; seed < Programs; seed++)
        {
            Problem problem = RandomProgram.Create(seed);
            ClpAnswer expected = Clp.Solve(problem);

            Solution solution = solver.Solve(problem, options);

            counts[solution.Status] = counts.GetValueOrDefault(solution.Status) + 1;
            Assert.True(Agree(problem, expected, solution), $"seed {seed}: {solution.Status} {solution.Objective} {solution.Accuracy}, Clp {expected.Status} {expected.Objective}");
        }

        output.WriteLine(string.Join(", ", counts.Select(count => $"{count.Value} {count.Key}")));
        Assert.All(new[] { SolveStatus.Optimal, SolveStatus.Infeasible, SolveStatus.Unbounded }, status => Assert.InRange(counts[status], 20, Programs));
    }

    private static bool Agree(Problem problem, ClpAnswer expected, Solution solution)
    {
        // Clp calls some unbounded programs optimal at its own infinity.
        if (expected.Status == ClpStatus.Optimal && Math.Abs(expected.Objective) < 1e15)
        {
            double difference = Math.Abs(solution.Objective - expected.Objective) / Math.Max(1, Math.Abs(expected.Objective));
            return solution.Status == SolveStatus.Optimal && difference <= 1e-7 && solution.Accuracy.Largest <= 1e-8;
        }

        return IsFeasible(problem)
            ? solution is { Status: SolveStatus.Unbounded, Ray.CostPerUnit: < 0 }
            : solution is { Status: SolveStatus.Infeasible, Infeasibility.Margin: > 0 };
    }

    /// <summary>Clp's two verdicts on problems without an optimum depend on the path it takes; without costs only one is left.</summary>
    private static bool IsFeasible(Problem problem)
    {
        Problem free = problem.Copy();
        for (int j = 0; j < problem.VariableCount; j++)
        {
            free.SetCost(new Variable(j), 0);
        }

        return Clp.Solve(free).Status == ClpStatus.Optimal;
    }
}

/// <summary>Small linear programs without any structure: every kind of row and bound, repeated and dependent rows, ties.</summary>
internal static class RandomProgram
{
    private const double Infinity = double.PositiveInfinity;

    public static Problem Create(int seed)
    {
        var random = new Random(seed);
        var model = new ModelBuilder { ObjectiveOffset = random.Next(-5, 6) };
        int columns = random.Next(1, 30);
        int rows = random.Next(0, 25);
        double[] inside = new double[columns];
        for (int j = 0; j < columns; j++)
        {
            AddVariable(model, random, j, inside);
        }

        for (int i = 0; i < rows; i++)
        {
            AddRow(model, random, i, inside);
        }

        return model.Build();
    }

    private static void AddVariable(ModelBuilder model, Random random, int j, double[] inside)
    {
        inside[j] = random.Next(-3, 6);
        (double lower, double upper) = random.Next(7) switch
        {
            0 => (-Infinity, Infinity),
            1 => (inside[j], inside[j]),
            2 => (-Infinity, inside[j] + random.Next(4)),
            3 => (inside[j] - random.Next(4), Infinity),
            _ => (inside[j] - random.Next(4), inside[j] + random.Next(4)),
        };
        double cost = random.Next(-4, 9);
        if (random.Next(20) > 0)
        {
            // Mostly against a bound that is there: else nearly every program would be unbounded.
            cost = (lower, upper) switch
            {
                (-Infinity, Infinity) => 0,
                (-Infinity, _) => -Math.Abs(cost),
                (_, Infinity) => Math.Abs(cost),
                _ => cost,
            };
        }

        model.AddVariable($"x{j}", lower, upper, cost);
    }

    private static void AddRow(ModelBuilder model, Random random, int i, double[] inside)
    {
        // One row in two hundred asks for something beside the inner point, and may make the program infeasible.
        double activity = random.Next(200) == 0 ? 50 : 0;
        var terms = new Dictionary<int, double>();
        for (int term = random.Next(0, 6); term > 0; term--)
        {
            int j = random.Next(inside.Length);
            double coefficient = random.Next(-3, 4);
            terms[j] = coefficient;
        }

        activity += terms.Sum(term => term.Value * inside[term.Key]);
        int copies = random.Next(5) == 0 ? 2 : 1;
        for (int copy = 0; copy < copies; copy++)
        {
            double scale = copy == 0 ? 1 : random.Next(2) == 0 ? -2 : 3;
            (double lower, double upper) = Limits(random, scale * activity);
            Row row = model.AddRow($"r{i}.{copy}", lower, upper);
            foreach ((int j, double coefficient) in terms)
            {
                model.AddTerm(row, new Variable(j), scale * coefficient);
            }
        }
    }

    private static (double Lower, double Upper) Limits(Random random, double activity) => random.Next(6) switch
    {
        0 => (activity, activity),
        1 => (-Infinity, activity + random.Next(4)),
        2 or 3 => (activity - random.Next(4), Infinity),
        4 => (activity - random.Next(4), activity + random.Next(4)),
        _ => (activity - 1, Infinity),
    };
}
