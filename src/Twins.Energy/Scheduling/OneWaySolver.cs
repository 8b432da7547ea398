using Twins.Energy.Solvers;

namespace Twins.Energy.Scheduling;

/// <summary>
/// Solves a site's problem so that no device runs in both directions at once. Where the relaxation does (energy is burnt at
/// negative prices below the wear threshold, or import and export cost the same), the lesser direction is closed and the
/// problem solved again; idling stays possible, so this cannot make it infeasible.
/// </summary>
/// <param name="solvers">The solvers.</param>
/// <param name="levels">The wishes, whose hierarchy is enforced once integers and directions are decided.</param>
/// <param name="options">Time and node limits.</param>
internal sealed class OneWaySolver(SolverPair solvers, IReadOnlyList<WishLevel> levels, ScheduleOptions options)
{
    private const double MinKw = 1e-6;
    private const int MaxRounds = 4;
    private const double IntegralityTolerance = 1e-6;

    /// <summary>Share of the time left that deciding the integers may take.</summary>
    private const double ShareForWholes = 0.5;

    private readonly long _start = options.Clock.GetTimestamp();

    /// <summary>The solved point, or null when the solver did not finish in time.</summary>
    public SolvedPoint? Solve(Problem problem, IReadOnlyList<ExclusivePair> pairs, CancellationToken cancellationToken)
    {
        if (SolveInteger(problem, cancellationToken) is not { } decided || CloseDirections(decided, pairs, cancellationToken) is not { } point)
        {
            return null;
        }

        // What the weights made of the wishes stands when time does not suffice for more.
        SolvedPoint ranked = new WishHierarchy(levels, each => Attempt(each, cancellationToken)).Enforce(point);
        return ReferenceEquals(ranked, point) ? point : CloseDirections(ranked, pairs, cancellationToken) ?? point;
    }

    private SolvedPoint? CloseDirections(SolvedPoint start, IReadOnlyList<ExclusivePair> pairs, CancellationToken cancellationToken)
    {
        SolvedPoint point = start;
        for (int round = 1; round <= MaxRounds && pairs.Any(pair => IsBothWays(pair, point)); round++)
        {
            // The last round leaves nothing open.
            bool all = round == MaxRounds;
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

    private static bool IsBothWays(ExclusivePair pair, SolvedPoint point) => Math.Min(point[pair.Forward], point[pair.Backward]) > MinKw;

    /// <summary>Decides the integers, then solves with them fixed, so that prices and directions belong to that decision.</summary>
    private SolvedPoint? SolveInteger(Problem problem, CancellationToken cancellationToken)
    {
        if (!problem.HasIntegers)
        {
            return Attempt(problem.Copy(), cancellationToken);
        }

        TimeSpan time = options.TimeLimit == Timeout.InfiniteTimeSpan ? Remaining : Remaining * ShareForWholes;
        Solution decided = solvers.Whole.Solve(problem, options.ForSolver(time), cancellationToken);
        if (decided.HasValues)
        {
            return Attempt(Fixed(problem, decided, Math.Round), cancellationToken);
        }

        // Where no integer point was found, what is not fully on stays off: always possible, if not the best.
        Solution relaxed = solvers.Continuous.Solve(problem, options.ForSolver(Remaining), cancellationToken);
        return relaxed.HasValues ? Attempt(Fixed(problem, relaxed, value => Math.Floor(value + IntegralityTolerance)), cancellationToken) : null;
    }

    private static Problem Fixed(Problem problem, Solution values, Func<double, double> round)
    {
        Problem copy = problem.Copy();
        for (int column = 0; column < copy.VariableCount; column++)
        {
            var variable = new Variable(column);
            if (copy.IsInteger(variable))
            {
                double value = Math.Clamp(round(values[variable]), copy.LowerBounds[column], copy.UpperBounds[column]);
                copy.SetBounds(variable, value, value);
            }
        }

        return copy;
    }

    private SolvedPoint? Attempt(Problem problem, CancellationToken cancellationToken)
    {
        Solution solution = solvers.Continuous.Solve(problem, options.ForSolver(Remaining), cancellationToken);
        return solution.Status == SolveStatus.Optimal ? new SolvedPoint(problem, solution) : null;
    }

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

/// <summary>The solver that decides integers, and the one for problems in which they are decided.</summary>
internal sealed record SolverPair(ISolver Whole, ISolver Continuous)
{
    /// <summary>Both the given solver, or the product's own.</summary>
    public static SolverPair From(ISolver? solver) => new(solver ?? new MixedIntegerSolver(), solver ?? new InteriorPointSolver());
}
