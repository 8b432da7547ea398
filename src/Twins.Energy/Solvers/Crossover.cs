namespace Twins.Energy.Solvers;

/// <summary>
/// Moves an optimal point along the optimal face to a vertex (primal part of Megiddo: On finding primal- and dual-optimal bases,
/// ORSA J. Comput. 3 (1991)): each value between its limits joins the basis, or, where its column depends on those that did,
/// is pushed until it or one of them meets a limit.
/// </summary>
/// <remarks>
/// The basis begins with the logical column of every row. A value that joins takes the place of a row that is at a limit.
/// At the end whatever is not in the basis is at a limit, and the basis' columns are independent: a vertex.
/// </remarks>
internal sealed class Crossover
{
    /// <summary>Entries of a direction below this share of its largest are rounding.</summary>
    private const double MinPivot = 1e-7;

    /// <summary>Costs of a direction below this share of its largest term are rounding.</summary>
    private const double MinSlope = 1e-12;

    private readonly ScaledColumns _columns;
    private readonly Deadline _deadline;
    private readonly Basis _basis;
    private readonly double[] _values;
    private readonly bool[] _stands;
    private readonly double[] _direction;

    private Crossover(Problem problem, Solution solution, Deadline deadline)
    {
        _columns = new ScaledColumns(problem);
        _deadline = deadline;
        _basis = new Basis(_columns);
        _values = new double[_columns.Count];
        _stands = new bool[_columns.Count];
        _direction = new double[_columns.RowCount];
        Place(problem, solution);
    }

    /// <summary>The values of a vertex of the optimal face, or null where rounding or time did not allow one.</summary>
    public static double[]? VertexOf(Problem problem, Solution solution, Deadline deadline)
    {
        var crossover = new Crossover(problem, solution, deadline);
        return crossover.EnterAll() ? crossover.BasicValues() : null;
    }

    private void Place(Problem problem, Solution solution)
    {
        double[] activity = new double[problem.RowCount];
        problem.Matrix.AddProduct(solution.Values, 1, activity);
        double maxCost = 1e-300;
        foreach (double cost in problem.Costs)
        {
            maxCost = Math.Max(maxCost, Math.Abs(cost));
        }

        for (int j = 0; j < problem.VariableCount; j++)
        {
            double? limit = ActiveLimits.Of(solution.ReducedCosts[j] / maxCost, solution.Values[j], problem.LowerBounds[j], problem.UpperBounds[j]);
            Place(j, solution.Values[j], limit);
        }

        for (int i = 0; i < problem.RowCount; i++)
        {
            double? limit = ActiveLimits.Of(solution.Duals[i] / maxCost, activity[i], problem.RowLowerBounds[i], problem.RowUpperBounds[i]);
            Place(problem.VariableCount + i, activity[i], limit);
        }
    }

    private void Place(int column, double value, double? limit)
    {
        _stands[column] = limit is not null;
        _values[column] = (limit ?? value) / _columns.UnitOf(column);
    }

    /// <summary>The most interior first: they are the last to meet a limit when others are pushed.</summary>
    private bool EnterAll()
    {
        int[] between = [.. Enumerable.Range(0, _columns.StructuralCount).Where(column => !_stands[column])];
        double[] depths = [.. between.Select(column => -Depth(column))];
        Array.Sort(depths, between);
        foreach (int column in between)
        {
            if (_deadline.HasPassed || !Enter(column))
            {
                return false;
            }
        }

        return true;
    }

    private double Depth(int column) => Math.Min(_values[column] - _columns.Lower[column], _columns.Upper[column] - _values[column]);

    private bool Enter(int column)
    {
        Array.Clear(_direction);
        _columns.AddColumn(column, 1, _direction);
        _basis.Solve(_direction);
        double least = MinPivot * Math.Max(1, Norms.Largest(_direction));
        int place = StandingPlace(least);
        if (place < 0)
        {
            place = Push(column, least);
        }

        return place < 0 || _basis.Replace(place, column, _direction);
    }

    /// <summary>The place of a basic value that is at a limit and can leave without anything moving; −1 when there is none.</summary>
    private int StandingPlace(double least)
    {
        int best = -1;
        for (int place = 0; place < _direction.Length; place++)
        {
            double size = Math.Abs(_direction[place]);
            if (size > least && _stands[_basis[place]])
            {
                (best, least) = (place, size);
            }
        }

        return best;
    }

    /// <summary>
    /// Moves a dependent value towards a limit; the place of the basic value that meets a limit before, or −1 when the value itself
    /// arrives.
    /// </summary>
    private int Push(int column, double least)
    {
        bool down = GoesDown(column);
        double sign = down ? -1 : 1;
        double farthest = down ? _values[column] - _columns.Lower[column] : _columns.Upper[column] - _values[column];
        if (double.IsInfinity(farthest))
        {
            // Without limits of its own it goes towards 0, where a line has no vertex.
            (sign, farthest) = (_values[column] > 0 ? -1 : 1, Math.Abs(_values[column]));
        }

        (int place, double step) = FirstToArrive(sign, farthest, least);
        for (int k = 0; k < _direction.Length; k++)
        {
            _values[_basis[k]] -= sign * step * _direction[k];
        }

        _values[column] += sign * step;
        int arrived = place < 0 ? column : _basis[place];
        _stands[arrived] = true;
        _values[arrived] = NearestLimit(arrived);
        return place;
    }

    /// <summary>The way that lowers the cost where rounding left any difference, else the shorter one.</summary>
    private bool GoesDown(int column)
    {
        double slope = _columns.Cost[column];
        double size = Math.Abs(slope);
        for (int place = 0; place < _direction.Length; place++)
        {
            double term = _columns.Cost[_basis[place]] * _direction[place];
            slope -= term;
            size = Math.Max(size, Math.Abs(term));
        }

        return Math.Abs(slope) > MinSlope * size
            ? slope > 0
            : _values[column] - _columns.Lower[column] <= _columns.Upper[column] - _values[column];
    }

    /// <summary>Among the values that arrive first, but for rounding, the one with the largest pivot (Harris 1973).</summary>
    private (int Place, double Step) FirstToArrive(double sign, double farthest, double least)
    {
        const double Slack = 1e-9;
        double bound = farthest;
        for (int k = 0; k < _direction.Length; k++)
        {
            if (Math.Abs(_direction[k]) > least)
            {
                bound = Math.Min(bound, (Room(k, sign) + Slack) / Math.Abs(_direction[k]));
            }
        }

        int place = -1;
        double largest = least;
        for (int k = 0; k < _direction.Length; k++)
        {
            double size = Math.Abs(_direction[k]);
            if (size > largest && Room(k, sign) / size <= bound && Room(k, sign) / size < farthest)
            {
                (place, largest) = (k, size);
            }
        }

        return place < 0 ? (-1, farthest) : (place, Math.Max(0, Room(place, sign) / largest));
    }

    /// <summary>How far a basic value is from the limit that it moves towards.</summary>
    private double Room(int place, double sign)
    {
        int column = _basis[place];
        return sign * _direction[place] > 0 ? _values[column] - _columns.Lower[column] : _columns.Upper[column] - _values[column];
    }

    private double NearestLimit(int column)
    {
        double value = _values[column];
        double limit = value - _columns.Lower[column] <= _columns.Upper[column] - value ? _columns.Lower[column] : _columns.Upper[column];
        return double.IsFinite(limit) ? limit : 0;
    }

    /// <summary>What the basis takes on when all others stand exactly at their limits, in the problem's units.</summary>
    private double[]? BasicValues()
    {
        if (!_basis.Factorise())
        {
            return null;
        }

        bool[] isBasic = new bool[_columns.Count];
        for (int place = 0; place < _basis.Size; place++)
        {
            isBasic[_basis[place]] = true;
        }

        double[] right = new double[_columns.RowCount];
        for (int column = 0; column < _columns.Count; column++)
        {
            if (!isBasic[column])
            {
                _columns.AddColumn(column, -_values[column], right);
            }
        }

        _basis.Solve(right);
        for (int place = 0; place < _basis.Size; place++)
        {
            _values[_basis[place]] = right[place];
        }

        return [.. Enumerable.Range(0, _columns.StructuralCount).Select(ValueOf)];
    }

    /// <summary>Within the limits, which rounding may have left by a little; how well rows then hold is measured by the caller.</summary>
    private double ValueOf(int column) =>
        Math.Clamp(_values[column], _columns.Lower[column], _columns.Upper[column]) * _columns.UnitOf(column);
}

/// <summary>Moves an optimal point of a linear problem to a vertex of the optimal face; the duals stay valid.</summary>
internal static class VertexSearch
{
    /// <summary>Relative loss of objective and feasibility up to which the vertex is taken instead of the given point.</summary>
    private const double Loss = 1e-8;

    /// <summary>The vertex, or the given solution when none of the same objective and feasibility was found.</summary>
    public static Solution From(Problem problem, Solution solution, Deadline deadline)
    {
        if (Crossover.VertexOf(problem, solution, deadline) is not { } values)
        {
            return solution;
        }

        double objective = problem.Objective(values);
        Accuracy accuracy = Appraisal.Of(problem, values, solution.Duals, solution.ReducedCosts, out double bound);
        if (objective > solution.Objective + (Loss * (1 + Math.Abs(solution.Objective))) || accuracy.Primal > Math.Max(Loss, solution.Accuracy.Primal))
        {
            return solution;
        }

        return new Solution(SolveStatus.Optimal, values, solution.Duals.ToArray(), solution.ReducedCosts.ToArray())
        {
            Objective = objective,
            Bound = bound,
            Iterations = solution.Iterations,
            Elapsed = deadline.Elapsed,
            Accuracy = accuracy,
        };
    }
}
