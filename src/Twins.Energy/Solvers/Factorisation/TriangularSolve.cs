namespace Twins.Energy.Solvers.Factorisation;

/// <summary>Forward and backward substitution panel by panel: what lies below a panel is gathered once and then worked on contiguously.</summary>
internal sealed class TriangularSolve(SymbolicFactor symbolic, double[] values, double[] inversePivots)
{
    private readonly double[] _work = new double[symbolic.Size];
    private readonly double[] _gathered = new double[symbolic.LargestHeight];

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
