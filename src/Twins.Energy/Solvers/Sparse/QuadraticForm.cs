using Twins.Energy.Solvers.Model;

namespace Twins.Energy.Solvers.Sparse;

/// <summary>The symmetric Q of ½xᵀQx: its diagonal, and the off-diagonal rest (both triangles) where there is one.</summary>
internal sealed class QuadraticForm(double[] diagonal, SparseMatrix? offDiagonal)
{
    public double[] Diagonal { get; } = diagonal;

    public SparseMatrix? OffDiagonal { get; } = offDiagonal;

    public static QuadraticForm From(SparseMatrix symmetric, IReadOnlyList<ElementName> names)
    {
        double[] diagonal = new double[symmetric.ColumnCount];
        var rest = new TripletList();
        for (int column = 0; column < symmetric.ColumnCount; column++)
        {
            for (int p = symmetric.Starts[column]; p < symmetric.Starts[column + 1]; p++)
            {
                if (symmetric.Rows[p] == column)
                {
                    diagonal[column] = symmetric.Values[p];
                }
                else
                {
                    rest.Add(symmetric.Rows[p], column, symmetric.Values[p]);
                }
            }
        }

        var form = new QuadraticForm(diagonal, rest.Count == 0 ? null : rest.ToMatrix(symmetric.RowCount, symmetric.ColumnCount));
        Convexity.Require(form, names);
        return form;
    }

    public bool Touches(int column) => Diagonal[column] != 0 || HasOffDiagonal(column);

    public bool HasOffDiagonal(int column) => OffDiagonal is not null && OffDiagonal.LengthOf(column) > 0;

    /// <summary>result += scale · Q x.</summary>
    public void AddProduct(ReadOnlySpan<double> x, double scale, Span<double> result)
    {
        for (int j = 0; j < Diagonal.Length; j++)
        {
            result[j] += scale * Diagonal[j] * x[j];
        }

        OffDiagonal?.AddProduct(x, scale, result);
    }

    /// <summary>½xᵀQx.</summary>
    public double HalfProduct(ReadOnlySpan<double> x)
    {
        double sum = 0;
        for (int j = 0; j < Diagonal.Length; j++)
        {
            sum += x[j] * Row(j, x);
        }

        return sum / 2;
    }

    /// <summary>Component j of Q x.</summary>
    public double Row(int j, ReadOnlySpan<double> x) => (Diagonal[j] * x[j]) + (OffDiagonal?.Dot(j, x) ?? 0);
}
