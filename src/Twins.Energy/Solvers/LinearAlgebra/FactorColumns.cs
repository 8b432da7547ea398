namespace Twins.Energy.Solvers.LinearAlgebra;

/// <summary>The columns of a triangular factor, appended one after the other; memory is kept between factorisations.</summary>
internal sealed class FactorColumns(int size)
{
    private readonly int[] _starts = new int[size + 1];
    private int[] _rows = new int[4 * size];
    private double[] _values = new double[4 * size];
    private int _columns;
    private int _count;

    public ReadOnlySpan<int> RowsOf(int column) => _rows.AsSpan(_starts[column].._starts[column + 1]);

    public void Clear()
    {
        _columns = 0;
        _count = 0;
    }

    public void Append(int row, double value)
    {
        if (_count == _rows.Length)
        {
            Array.Resize(ref _rows, Math.Max(16, 2 * _count));
            Array.Resize(ref _values, Math.Max(16, 2 * _count));
        }

        _rows[_count] = row;
        _values[_count++] = value;
    }

    public void EndColumn() => _starts[++_columns] = _count;

    public void SubtractScaled(int column, double factor, Span<double> target)
    {
        if (factor == 0)
        {
            return;
        }

        for (var entry = _starts[column]; entry < _starts[column + 1]; entry++)
        {
            target[_rows[entry]] -= factor * _values[entry];
        }
    }
}
