using Twins.Optimization.Solver.Model;
using Twins.Optimization.Solver.Results;

namespace Twins.Optimization.Solver.Integers;

/// <summary>
/// Best-bound branch and bound on the most fractional variable (Land, Doig: An automatic method of solving discrete
/// programming problems, Econometrica 28 (1960)). All nodes share one pattern, so each is one warm interior-point solve.
/// </summary>
internal sealed class BranchAndBound
{
    /// <summary>A dive for a better whole-number point starts at the root and at every node of this count.</summary>
    private const int NodesPerDive = 20;

    private readonly Problem _problem;
    private readonly InteriorPointSolver _relaxation;
    private readonly SolverOptions _options;
    private readonly Deadline _deadline;
    private readonly RoundingDive _dive;
    private readonly PriorityQueue<BranchNode, (double Bound, int Order)> _open = new();
    private Solution? _incumbent;
    private int _nodes;
    private int _order;
    private int _iterations;

    public BranchAndBound(Problem problem, InteriorPointSolver relaxation, SolverOptions options, Deadline deadline)
    {
        (_problem, _relaxation, _options, _deadline) = (problem, relaxation, options, deadline);
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
            if (relaxed.Status is not (SolveStatus.Optimal or SolveStatus.Infeasible))
            {
                return Conclude(relaxed.Status, node.Bound);
            }

            if (relaxed.Status == SolveStatus.Optimal && relaxed.Objective < Threshold)
            {
                Expand(node, restricted, relaxed);
            }
        }

        double bound = _open.TryPeek(out BranchNode? best, out _) ? Math.Min(best.Bound, _incumbent!.Objective) : _incumbent?.Objective ?? double.NaN;
        return Conclude(_incumbent is null ? SolveStatus.Infeasible : SolveStatus.Optimal, bound);
    }

    private void Expand(BranchNode node, Problem restricted, Solution relaxed)
    {
        int column = Wholeness.MostFractional(_problem, relaxed.Values);
        if (column < 0 || _nodes % NodesPerDive == 0)
        {
            Accept(_dive.From(restricted, relaxed));
        }

        _nodes++;
        if (column < 0)
        {
            return;
        }

        double value = relaxed[new Variable(column)];
        Push(new BranchNode(node, column, restricted.LowerBounds[column], Math.Floor(value), relaxed.Objective));
        Push(new BranchNode(node, column, Math.Ceiling(value), restricted.UpperBounds[column], relaxed.Objective));
    }

    private void Push(BranchNode node) => _open.Enqueue(node, (node.Bound, _order++));

    private void Accept(Solution? candidate)
    {
        if (candidate is not null && (_incumbent is null || candidate.Objective < _incumbent.Objective))
        {
            _incumbent = candidate;
        }
    }

    private Solution Relax(Problem restricted)
    {
        Solution solution = _relaxation.SolveWithoutProof(restricted, _options with { TimeLimit = _deadline.Remaining }, _deadline);
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
