namespace Twins.Energy.Solvers;

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

/// <summary>Proves each coupled block of Q positive semidefinite by a dense Cholesky factorisation.</summary>
internal static class Convexity
{
    /// <summary>Blocks beyond this size are refused: the check and the factor would be dense.</summary>
    public const int MaxBlock = 512;

    private const double Tolerance = 1e-12;

    public static void Require(QuadraticForm form, IReadOnlyList<ElementName> names)
    {
        bool[] seen = new bool[form.Diagonal.Length];
        for (int j = 0; j < seen.Length; j++)
        {
            if (!seen[j])
            {
                List<int> block = Block(form, j, seen);
                if (block.Count > MaxBlock)
                {
                    throw new ArgumentException($"The quadratic block around {names[j]} couples {block.Count} variables; the limit is {MaxBlock}.", nameof(form));
                }

                RequireSemidefinite(form, block, names);
            }
        }
    }

    private static List<int> Block(QuadraticForm form, int start, bool[] seen)
    {
        List<int> block = [start];
        seen[start] = true;
        for (int next = 0; next < block.Count && form.OffDiagonal is not null; next++)
        {
            foreach (int neighbour in form.OffDiagonal.RowsOf(block[next]))
            {
                if (!seen[neighbour])
                {
                    seen[neighbour] = true;
                    block.Add(neighbour);
                }
            }
        }

        return block;
    }

    private static void RequireSemidefinite(QuadraticForm form, List<int> block, IReadOnlyList<ElementName> names)
    {
        int size = block.Count;
        double[,] dense = Dense(form, block);
        double scale = 0;
        for (int k = 0; k < size; k++)
        {
            scale = Math.Max(scale, Math.Abs(dense[k, k]));
        }

        for (int k = 0; k < size; k++)
        {
            double pivot = dense[k, k];
            double columnMaximum = 0;
            for (int i = k + 1; i < size; i++)
            {
                columnMaximum = Math.Max(columnMaximum, Math.Abs(dense[i, k]));
            }

            // A zero pivot is allowed in a semidefinite block only with a zero column beneath it.
            if (pivot < -Tolerance * scale || (pivot <= Tolerance * scale && columnMaximum > Math.Sqrt(Tolerance) * scale) || (scale == 0 && columnMaximum > 0))
            {
                throw new ArgumentException($"The quadratic cost is not convex: the block of {names[block[k]]} has a negative direction (pivot {pivot}).", nameof(form));
            }

            Eliminate(dense, k, pivot > Tolerance * scale ? 1 / pivot : 0);
        }
    }

    private static double[,] Dense(QuadraticForm form, List<int> block)
    {
        double[,] dense = new double[block.Count, block.Count];
        var place = new Dictionary<int, int>(block.Count);
        for (int k = 0; k < block.Count; k++)
        {
            place[block[k]] = k;
            dense[k, k] = form.Diagonal[block[k]];
        }

        for (int k = 0; k < block.Count && form.OffDiagonal is not null; k++)
        {
            ReadOnlySpan<int> rows = form.OffDiagonal.RowsOf(block[k]);
            ReadOnlySpan<double> values = form.OffDiagonal.ValuesOf(block[k]);
            for (int p = 0; p < rows.Length; p++)
            {
                dense[place[rows[p]], k] = values[p];
            }
        }

        return dense;
    }

    private static void Eliminate(double[,] dense, int k, double inversePivot)
    {
        for (int i = k + 1; i < dense.GetLength(0); i++)
        {
            double factor = dense[i, k] * inversePivot;
            for (int j = k + 1; j <= i; j++)
            {
                dense[i, j] -= factor * dense[j, k];
            }
        }
    }
}
