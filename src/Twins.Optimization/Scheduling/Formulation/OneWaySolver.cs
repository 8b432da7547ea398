using Twins.Optimization.Solver;
using Twins.Optimization.Solver.Integers;
using Twins.Optimization.Solver.Model;
using Twins.Optimization.Solver.Results;

namespace Twins.Optimization.Scheduling.Formulation;

/// <summary>
/// Solves a site's problem so that no device runs in both directions at once. Where the relaxation does (energy is burnt at
/// negative prices below the wear threshold, or import and export cost the same), the lesser direction is closed and the
/// problem solved again; idling stays possible, so this cannot make it infeasible.
/// </summary>
internal sealed class OneWaySolver(SolverPair solvers, ScheduleOptions options)
{
    private const double LeastKw = 1e-6;
    private const int MostRounds = 4;
    private const double UsablePrimal = 1e-8;
    private const double UsableGap = 1e-3;
    private const double WholeTolerance = 1e-6;

    private readonly long _start = options.Clock.GetTimestamp();

    /// <summary>The solved point, or null when the solver did not finish in time.</summary>
    public SolvedPoint? Solve(Problem problem, IReadOnlyList<ExclusivePair> pairs, CancellationToken cancellationToken)
    {
        if (SolveWhole(problem, cancellationToken) is not { } point)
        {
            return null;
        }

        for (int round = 1; round <= MostRounds && pairs.Any(pair => IsBothWays(pair, point)); round++)
        {
            // The last round leaves nothing open.
            bool all = round == MostRounds;
            foreach (ExclusivePair pair in pairs.Where(pair => all || IsBothWays(pair, point)))
            {
                Variable lesser = point[pair.Forward] < point[pair.Backward] ? pair.Forward : pair.Backward;
                point.Problem.SetBounds(lesser, 0, 0);
            }

            if (Attempt(point.Problem, cancellationToken) is not { } next)
            {
                return null;
            }

            point = next;
        }

        return point;
    }

    private static bool IsBothWays(ExclusivePair pair, SolvedPoint point) => Math.Min(point[pair.Forward], point[pair.Backward]) > LeastKw;

    /// <summary>Decides the whole numbers, then solves with them fixed, so that prices and directions belong to that decision.</summary>
    private SolvedPoint? SolveWhole(Problem problem, CancellationToken cancellationToken)
    {
        if (!problem.HasIntegers)
        {
            return Attempt(problem.Copy(), cancellationToken);
        }

        Solution decided = solvers.Whole.Solve(problem, options.ForSolver(Remaining), cancellationToken);
        Solution values = decided.HasValues ? decided : solvers.Continuous.Solve(problem, options.ForSolver(Remaining), cancellationToken);

        // Where no whole-number point was found, what is not fully on stays off: always possible, if not the best.
        return Attempt(Fixed(problem, values, Math.Round), cancellationToken)
            ?? Attempt(Fixed(problem, values, value => Math.Floor(value + WholeTolerance)), cancellationToken);
    }

    private static Problem Fixed(Problem problem, Solution values, Func<double, double> round)
    {
        Problem copy = problem.Copy();
        for (int column = 0; column < copy.VariableCount; column++)
        {
            var variable = new Variable(column);
            if (copy.IsInteger(variable))
            {
                double value = values.HasValues ? Math.Clamp(round(values[variable]), copy.LowerBounds[column], copy.UpperBounds[column]) : 0;
                copy.SetBounds(variable, value, value);
            }
        }

        return copy;
    }

    private SolvedPoint? Attempt(Problem problem, CancellationToken cancellationToken)
    {
        Solution solution = solvers.Continuous.Solve(problem, options.ForSolver(Remaining), cancellationToken);
        return IsUsable(solution) ? new SolvedPoint(problem, solution) : null;
    }

    /// <summary>A plan that balances and is nearly the best one is better than a fallback plan; how near is reported with it.</summary>
    private static bool IsUsable(Solution solution) =>
        solution.HasValues && solution.Accuracy is { Primal: <= UsablePrimal, Gap: <= UsableGap };

    private TimeSpan Remaining
    {
        get
        {
            if (options.TimeLimit == Timeout.InfiniteTimeSpan)
            {
                return options.TimeLimit;
            }

            TimeSpan left = options.TimeLimit - options.Clock.GetElapsedTime(_start);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }
}

/// <summary>The solver that decides whole numbers, and the one for problems in which they are decided.</summary>
internal sealed record SolverPair(ISolver Whole, ISolver Continuous)
{
    /// <summary>Both the given solver, or the product's own.</summary>
    public static SolverPair From(ISolver? solver) => new(solver ?? new MixedIntegerSolver(), solver ?? new InteriorPointSolver());
}
