using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Twins.Energy.Solvers;

/// <summary>Dense column-major kernels of the supernodal factorisation, vectorised over rows.</summary>
internal static class PanelKernels
{
    private const int ColumnBlock = 4;

    /// <summary>C −= A · Wᵀ, where W holds one row of <paramref name="depth"/> factors per column of C.</summary>
    /// <param name="c">First entry of C.</param>
    /// <param name="ldc">Distance of C's columns.</param>
    /// <param name="a">First entry of A.</param>
    /// <param name="lda">Distance of A's columns.</param>
    /// <param name="w">Factors, <paramref name="columns"/> × <paramref name="depth"/>.</param>
    /// <param name="rows">Rows of C and A.</param>
    /// <param name="columns">Columns of C; of column k only the rows from the start of its block of four are needed and computed.</param>
    /// <param name="depth">Columns of A.</param>
    public static void SubtractProduct(Span<double> c, int ldc, ReadOnlySpan<double> a, int lda, ReadOnlySpan<double> w, int rows, int columns, int depth)
    {
        ref double c0 = ref MemoryMarshal.GetReference(c);
        ref double a0 = ref MemoryMarshal.GetReference(a);
        ref double w0 = ref MemoryMarshal.GetReference(w);
        int column = 0;
        for (; column + ColumnBlock <= columns; column += ColumnBlock)
        {
            SubtractFourColumns(
                ref Unsafe.Add(ref c0, (column * ldc) + column), ldc, ref Unsafe.Add(ref a0, column), lda,
                ref Unsafe.Add(ref w0, column * depth), rows - column, depth);
        }

        for (; column < columns; column++)
        {
            for (int k = 0; k < depth; k++)
            {
                SubtractScaled(c.Slice((column * ldc) + column, rows - column), a.Slice((k * lda) + column, rows - column), w[(column * depth) + k]);
            }
        }
    }

    /// <summary>target −= factor · source.</summary>
    public static void SubtractScaled(Span<double> target, ReadOnlySpan<double> source, double factor)
    {
        ref double t = ref MemoryMarshal.GetReference(target);
        ref double s = ref MemoryMarshal.GetReference(source);
        var f = new Vector<double>(-factor);
        nuint i = 0;
        nuint length = (nuint)source.Length;
        nuint step = (nuint)Vector<double>.Count;
        for (; i + step <= length; i += step)
        {
            Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref s, i), f, Vector.LoadUnsafe(ref t, i)).StoreUnsafe(ref t, i);
        }

        for (; i < length; i++)
        {
            Unsafe.Add(ref t, i) = Math.FusedMultiplyAdd(Unsafe.Add(ref s, i), -factor, Unsafe.Add(ref t, i));
        }
    }

    /// <summary>Scalar product.</summary>
    public static double Dot(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        ref double x = ref MemoryMarshal.GetReference(first);
        ref double y = ref MemoryMarshal.GetReference(second);
        Vector<double> sums = Vector<double>.Zero;
        nuint i = 0;
        nuint length = (nuint)first.Length;
        nuint step = (nuint)Vector<double>.Count;
        for (; i + step <= length; i += step)
        {
            sums = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref x, i), Vector.LoadUnsafe(ref y, i), sums);
        }

        double sum = Vector.Sum(sums);
        for (; i < length; i++)
        {
            sum += Unsafe.Add(ref x, i) * Unsafe.Add(ref y, i);
        }

        return sum;
    }

    private static void SubtractFourColumns(ref double c, int ldc, ref double a, int lda, ref double w, int rows, int depth)
    {
        int step = Vector<double>.Count;
        int row = 0;
        for (; row + (2 * step) <= rows; row += 2 * step)
        {
            SubtractTile(ref Unsafe.Add(ref c, row), ldc, ref Unsafe.Add(ref a, row), lda, ref w, depth);
        }

        for (; row < rows; row++)
        {
            double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
            for (int k = 0; k < depth; k++)
            {
                double value = Unsafe.Add(ref a, (k * lda) + row);
                s0 += value * Unsafe.Add(ref w, k);
                s1 += value * Unsafe.Add(ref w, depth + k);
                s2 += value * Unsafe.Add(ref w, (2 * depth) + k);
                s3 += value * Unsafe.Add(ref w, (3 * depth) + k);
            }

            Unsafe.Add(ref c, row) -= s0;
            Unsafe.Add(ref c, ldc + row) -= s1;
            Unsafe.Add(ref c, (2 * ldc) + row) -= s2;
            Unsafe.Add(ref c, (3 * ldc) + row) -= s3;
        }
    }

    /// <summary>Two vectors of rows by four columns, held in eight registers over the whole depth.</summary>
    private static void SubtractTile(ref double c, int ldc, ref double a, int lda, ref double w, int depth)
    {
        nuint step = (nuint)Vector<double>.Count;
        Vector<double> c00 = default, c01 = default, c02 = default, c03 = default, c10 = default, c11 = default, c12 = default, c13 = default;
        for (int k = 0; k < depth; k++)
        {
            ref double column = ref Unsafe.Add(ref a, k * lda);
            Vector<double> upper = Vector.LoadUnsafe(ref column);
            Vector<double> lower = Vector.LoadUnsafe(ref column, step);
            var w0 = new Vector<double>(Unsafe.Add(ref w, k));
            var w1 = new Vector<double>(Unsafe.Add(ref w, depth + k));
            var w2 = new Vector<double>(Unsafe.Add(ref w, (2 * depth) + k));
            var w3 = new Vector<double>(Unsafe.Add(ref w, (3 * depth) + k));
            c00 = Vector.FusedMultiplyAdd(upper, w0, c00);
            c10 = Vector.FusedMultiplyAdd(lower, w0, c10);
            c01 = Vector.FusedMultiplyAdd(upper, w1, c01);
            c11 = Vector.FusedMultiplyAdd(lower, w1, c11);
            c02 = Vector.FusedMultiplyAdd(upper, w2, c02);
            c12 = Vector.FusedMultiplyAdd(lower, w2, c12);
            c03 = Vector.FusedMultiplyAdd(upper, w3, c03);
            c13 = Vector.FusedMultiplyAdd(lower, w3, c13);
        }

        Subtract(ref c, c00, c10);
        Subtract(ref Unsafe.Add(ref c, ldc), c01, c11);
        Subtract(ref Unsafe.Add(ref c, 2 * ldc), c02, c12);
        Subtract(ref Unsafe.Add(ref c, 3 * ldc), c03, c13);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Subtract(ref double target, Vector<double> upper, Vector<double> lower)
    {
        nuint step = (nuint)Vector<double>.Count;
        (Vector.LoadUnsafe(ref target) - upper).StoreUnsafe(ref target);
        (Vector.LoadUnsafe(ref target, step) - lower).StoreUnsafe(ref target, step);
    }
}

/// <summary>Forward and backward substitution panel by panel: what lies below a panel is gathered once and then worked on contiguously.</summary>
internal sealed class TriangularSolve(SymbolicFactor symbolic, double[] values, double[] inversePivots)
{
    private readonly double[] _work = new double[symbolic.Size];
    private readonly double[] _gathered = new double[symbolic.MaxHeight];

    /// <summary>Solves in place; the vector is indexed by node.</summary>
    public void Solve(Span<double> vector)
    {
        for (int k = 0; k < _work.Length; k++)
        {
            _work[k] = vector[symbolic.Order[k]];
        }

        for (int s = 0; s < symbolic.SupernodeCount; s++)
        {
            Forward(s);
        }

        for (int k = 0; k < _work.Length; k++)
        {
            _work[k] *= inversePivots[k];
        }

        for (int s = symbolic.SupernodeCount - 1; s >= 0; s--)
        {
            Backward(s);
        }

        for (int k = 0; k < _work.Length; k++)
        {
            vector[symbolic.Order[k]] = _work[k];
        }
    }

    private void Forward(int s)
    {
        int height = symbolic.HeightOf(s);
        int width = symbolic.WidthOf(s);
        ReadOnlySpan<double> panel = values.AsSpan(symbolic.PanelStarts[s], height * width);
        ReadOnlySpan<int> rows = symbolic.RowsOf(s);
        Span<double> own = _work.AsSpan(symbolic.FirstColumns[s], width);
        Span<double> below = _gathered.AsSpan(0, height - width);
        below.Clear();
        for (int k = 0; k < width; k++)
        {
            ReadOnlySpan<double> column = panel.Slice(k * height, height);
            PanelKernels.SubtractScaled(own[(k + 1)..], column[(k + 1)..width], own[k]);
            PanelKernels.SubtractScaled(below, column[width..], own[k]);
        }

        for (int r = 0; r < below.Length; r++)
        {
            _work[rows[width + r]] += below[r];
        }
    }

    private void Backward(int s)
    {
        int height = symbolic.HeightOf(s);
        int width = symbolic.WidthOf(s);
        ReadOnlySpan<double> panel = values.AsSpan(symbolic.PanelStarts[s], height * width);
        ReadOnlySpan<int> rows = symbolic.RowsOf(s);
        Span<double> own = _work.AsSpan(symbolic.FirstColumns[s], width);
        Span<double> below = _gathered.AsSpan(0, height - width);
        for (int r = 0; r < below.Length; r++)
        {
            below[r] = _work[rows[width + r]];
        }

        for (int k = width - 1; k >= 0; k--)
        {
            ReadOnlySpan<double> column = panel.Slice(k * height, height);
            own[k] -= PanelKernels.Dot(column[(k + 1)..width], own[(k + 1)..]) + PanelKernels.Dot(column[width..], below);
        }
    }
}
