namespace Twins.Energy.Solvers;

/// <summary>
/// Best-bound branch and bound on the most fractional variable (Land, Doig: An automatic method of solving discrete
/// programming problems, Econometrica 28 (1960)). All nodes share one pattern, so each is one warm interior-point solve.
/// </summary>
internal sealed class BranchAndBound
{
    /// <summary>A dive for a better integer point starts at the root and at every node of this count.</summary>
    private const int NodesPerDive = 20;

    private readonly Problem _problem;
    private readonly Func<Problem, Solution> _solve;
    private readonly SolverOptions _options;
    private readonly Deadline _deadline;
    private readonly RoundingDive _dive;
    private readonly PriorityQueue<BranchNode, (double Bound, int Order)> _open = new();
    private Solution? _incumbent;
    private SolveStatus? _unsettled;
    private double _unsettledBound = double.PositiveInfinity;
    private int _nodes;
    private int _order;
    private int _iterations;

    /// <param name="problem">The problem, with whole bounds for its integer variables.</param>
    /// <param name="solve">Solves a problem of the same pattern with its integers taken as continuous.</param>
    /// <param name="options">Gap and node limit.</param>
    /// <param name="deadline">Time limit.</param>
    public BranchAndBound(Problem problem, Func<Problem, Solution> solve, SolverOptions options, Deadline deadline)
    {
        (_problem, _solve, _options, _deadline) = (problem, solve, options, deadline);
        _dive = new RoundingDive(problem, Relax);
    }

    private double Threshold =>
        _incumbent is null ? double.PositiveInfinity : _incumbent.Objective - (_options.RelativeGap * Math.Max(1, Math.Abs(_incumbent.Objective)));

    public Solution Run(Solution root)
    {
        _iterations = root.Iterations;
        Expand(new BranchNode(null, -1, 0, 0, root.Objective), _problem, root);
        while (_open.TryPeek(out BranchNode? node, out _) && node.Bound < Threshold)
        {
            if (_nodes >= _options.NodeLimit)
            {
                return Conclude(SolveStatus.NodeLimit, node.Bound);
            }

            if (_deadline.HasPassed)
            {
                return Conclude(SolveStatus.TimeLimit, node.Bound);
            }

            _open.Dequeue();
            Problem restricted = _problem.Copy();
            node.ApplyTo(restricted);
            Solution relaxed = Relax(restricted);
            Settle(node, restricted, relaxed);
        }

        return ConcludeSearch();
    }

    private void Settle(BranchNode node, Problem restricted, Solution relaxed)
    {
        if (relaxed.Status is not (SolveStatus.Optimal or SolveStatus.Infeasible))
        {
            LeaveUnsettled(relaxed.Status, node.Bound);
        }
        else if (relaxed.Status == SolveStatus.Optimal && relaxed.Objective < Threshold)
        {
            Expand(node, restricted, relaxed);
        }
    }

    /// <summary>A node that the relaxation could not solve: what lies below it is unknown, so nothing may be claimed about it.</summary>
    private void LeaveUnsettled(SolveStatus status, double bound)
    {
        _unsettled ??= status;
        _unsettledBound = Math.Min(_unsettledBound, bound);
    }

    private Solution ConcludeSearch()
    {
        double open = _open.TryPeek(out BranchNode? best, out _) ? best.Bound : double.PositiveInfinity;
        double bound = Math.Min(Math.Min(open, _unsettledBound), _incumbent?.Objective ?? double.PositiveInfinity);
        if (_unsettled is { } status && _unsettledBound < Threshold)
        {
            return Conclude(status, bound);
        }

        return _incumbent is null ? Conclude(SolveStatus.Infeasible, double.NaN) : Conclude(SolveStatus.Optimal, bound);
    }

    private void Expand(BranchNode node, Problem restricted, Solution relaxed)
    {
        int column = Integrality.MostFractional(_problem, relaxed.Values);
        bool found = (column < 0 || _nodes % NodesPerDive == 0) && Accept(_dive.From(restricted, relaxed));
        _nodes++;
        if (column < 0)
        {
            if (!found)
            {
                // The relaxation is integer already, but with its integers fixed it could not be solved.
                LeaveUnsettled(SolveStatus.Stalled, relaxed.Objective);
            }

            return;
        }

        double value = relaxed[new Variable(column)];
        Push(new BranchNode(node, column, restricted.LowerBounds[column], Math.Floor(value), relaxed.Objective));
        Push(new BranchNode(node, column, Math.Ceiling(value), restricted.UpperBounds[column], relaxed.Objective));
    }

    private void Push(BranchNode node) => _open.Enqueue(node, (node.Bound, _order++));

    /// <summary>Keeps the best candidate; whether there was one.</summary>
    private bool Accept(Solution? candidate)
    {
        if (candidate is not null && (_incumbent is null || candidate.Objective < _incumbent.Objective))
        {
            _incumbent = candidate;
        }

        return candidate is not null;
    }

    private Solution Relax(Problem restricted)
    {
        Solution solution = _solve(restricted);
        _iterations += solution.Iterations;
        return solution;
    }

    private Solution Conclude(SolveStatus status, double bound)
    {
        double[] values = _incumbent?.Values.ToArray() ?? [];
        for (int j = 0; j < values.Length; j++)
        {
            values[j] = _problem.Structure.Integer[j] ? Math.Round(values[j]) : values[j];
        }

        return new Solution(status, values, _incumbent?.Duals.ToArray() ?? [], _incumbent?.ReducedCosts.ToArray() ?? [])
        {
            Objective = _incumbent?.Objective ?? double.NaN,
            Bound = bound,
            Iterations = _iterations,
            Nodes = _nodes,
            Elapsed = _deadline.Elapsed,
            Accuracy = _incumbent?.Accuracy ?? Accuracy.None,
        };
    }
}

/// <summary>One bound moved in comparison to the parent; the chain to the root is the node's problem.</summary>
internal sealed record BranchNode(BranchNode? Parent, int Column, double Lower, double Upper, double Bound)
{
    public void ApplyTo(Problem problem)
    {
        // The nearest ancestor's bounds are the narrowest: they are set last.
        Parent?.ApplyTo(problem);
        if (Column >= 0)
        {
            problem.SetBounds(new Variable(Column), Lower, Upper);
        }
    }
}

/// <summary>How far values are from integers.</summary>
internal static class Integrality
{
    /// <summary>A value this near to an integer counts as one.</summary>
    public const double Tolerance = 1e-6;

    public static double Distance(double value) => Math.Abs(value - Math.Round(value));

    /// <summary>The integer variable farthest from one, −1 when all are integer.</summary>
    public static int MostFractional(Problem problem, ReadOnlySpan<double> values)
    {
        int worst = -1;
        double distance = Tolerance;
        for (int j = 0; j < values.Length; j++)
        {
            if (problem.Structure.Integer[j] && Distance(values[j]) > distance)
            {
                distance = Distance(values[j]);
                worst = j;
            }
        }

        return worst;
    }
}
