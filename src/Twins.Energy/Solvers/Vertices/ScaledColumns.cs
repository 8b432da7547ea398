using Twins.Energy.Solvers.Model;
using Twins.Energy.Solvers.Scaling;
using Twins.Energy.Solvers.Sparse;

namespace Twins.Energy.Solvers.Vertices;

/// <summary>
/// The rows of a problem as equations Ax − r = 0, scaled: the columns of A, and behind them one logical column −eᵢ for the activity
/// r of each row, with the limits of all.
/// </summary>
internal sealed class ScaledColumns
{
    private readonly SparseMatrix _matrix;
    private readonly Equilibration _scaling;

    public ScaledColumns(Problem problem)
    {
        var core = CoreProblem.From(problem);
        _matrix = core.Matrix;
        _scaling = Equilibration.For(core, true);
        Lower = new double[Count];
        Upper = new double[Count];
        Cost = new double[Count];
        for (int k = 0; k < Count; k++)
        {
            Lower[k] = (IsLogical(k) ? core.RowLower[k - StructuralCount] : core.Lower[k]) / UnitOf(k);
            Upper[k] = (IsLogical(k) ? core.RowUpper[k - StructuralCount] : core.Upper[k]) / UnitOf(k);
            Cost[k] = IsLogical(k) ? 0 : core.Cost[k] * UnitOf(k) * _scaling.Cost;
        }
    }

    public int StructuralCount => _matrix.ColumnCount;

    public int RowCount => _matrix.RowCount;

    public int Count => StructuralCount + RowCount;

    public double[] Lower { get; }

    public double[] Upper { get; }

    /// <summary>Cost of 1 scaled, of largest size about 1.</summary>
    public double[] Cost { get; }

    /// <summary>Value in the problem's units of 1 scaled.</summary>
    public double UnitOf(int column) => IsLogical(column) ? 1 / _scaling.Rows[column - StructuralCount] : _scaling.Columns[column];

    public int LengthOf(int column) => IsLogical(column) ? 1 : _matrix.LengthOf(column);

    /// <summary>The entries of a column, each with its row and value.</summary>
    public IEnumerable<(int Row, double Value)> EntriesOf(int column)
    {
        if (IsLogical(column))
        {
            yield return (column - StructuralCount, -1);
            yield break;
        }

        for (int p = _matrix.Starts[column]; p < _matrix.Starts[column + 1]; p++)
        {
            int row = _matrix.Rows[p];
            yield return (row, _matrix.Values[p] * _scaling.Rows[row] * _scaling.Columns[column]);
        }
    }

    /// <summary>target += factor · column.</summary>
    public void AddColumn(int column, double factor, Span<double> target)
    {
        if (IsLogical(column))
        {
            target[column - StructuralCount] -= factor;
            return;
        }

        double scaled = factor * _scaling.Columns[column];
        for (int p = _matrix.Starts[column]; p < _matrix.Starts[column + 1]; p++)
        {
            target[_matrix.Rows[p]] += scaled * _matrix.Values[p] * _scaling.Rows[_matrix.Rows[p]];
        }
    }

    private bool IsLogical(int column) => column >= StructuralCount;
}
