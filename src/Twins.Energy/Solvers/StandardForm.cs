namespace Twins.Energy.Solvers;

/// <summary>
/// min ½xᵀQx + cᵀx, Ax = b, l ≤ x ≤ u, scaled. A row with a range gets a logical variable for its activity behind the
/// structural ones, which carries the range as bounds.
/// </summary>
internal sealed class StandardForm
{
    /// <summary>A range narrower than this share of its size has no usable interior and is taken as one number.</summary>
    private const double NarrowRange = 1e-11;

    private StandardForm(SparseMatrix matrix, int structuralCount, SparseMatrix? offDiagonal, double objectiveScale, double offset)
    {
        int count = matrix.ColumnCount;
        Matrix = matrix;
        StructuralCount = structuralCount;
        OffDiagonal = offDiagonal;
        ObjectiveScale = objectiveScale;
        ObjectiveOffset = offset;
        Curvature = new double[count];
        Cost = new double[count];
        Lower = new double[count];
        Upper = new double[count];
        HasLower = new double[count];
        HasUpper = new double[count];
        IsFixed = new bool[count];
        RightHandSide = new double[matrix.RowCount];
    }

    public int VariableCount => Matrix.ColumnCount;

    public int RowCount => Matrix.RowCount;

    public int StructuralCount { get; }

    public SparseMatrix Matrix { get; }

    /// <summary>Diagonal of Q.</summary>
    public double[] Curvature { get; }

    /// <summary>Off-diagonal of Q (both triangles), or null.</summary>
    public SparseMatrix? OffDiagonal { get; }

    public double[] Cost { get; }

    /// <summary>Lower bounds; 0 where there is none.</summary>
    public double[] Lower { get; }

    /// <summary>Upper bounds; 0 where there is none.</summary>
    public double[] Upper { get; }

    /// <summary>1 where a lower bound stands, else 0: a mask instead of a branch in the vector loops.</summary>
    public double[] HasLower { get; }

    /// <summary>1 where an upper bound stands, else 0.</summary>
    public double[] HasUpper { get; }

    public bool[] IsFixed { get; }

    public double[] RightHandSide { get; }

    /// <summary>Original objective = scale · scaled objective + offset.</summary>
    public double ObjectiveScale { get; }

    public double ObjectiveOffset { get; }

    public bool IsQuadratic { get; private set; }

    /// <summary>Number of bounds, hence of complementarity products.</summary>
    public int BoundCount { get; private set; }

    public static StandardForm From(CoreProblem problem, Equilibration scaling)
    {
        bool[] hasLogical = new bool[problem.RowCount];
        int logicals = 0;
        for (int i = 0; i < problem.RowCount; i++)
        {
            hasLogical[i] = !IsNarrow(problem.RowLower[i], problem.RowUpper[i]);
            logicals += hasLogical[i] ? 1 : 0;
        }

        SparseMatrix matrix = Extended(problem.Matrix, scaling, hasLogical, logicals);
        double curvatureScale = scaling.Cost * scaling.Length;
        var form = new StandardForm(
            matrix, problem.VariableCount, ScaledOffDiagonal(problem.Quadratic?.OffDiagonal, scaling.Columns, curvatureScale),
            scaling.Length / scaling.Cost, problem.Offset);
        form.FillStructurals(problem, scaling, curvatureScale);
        form.FillRows(problem, scaling, hasLogical);
        return form;
    }

    /// <summary>Original units of the objective.</summary>
    public double Objective(double scaled) => (scaled * ObjectiveScale) + ObjectiveOffset;

    /// <summary>Component j of the off-diagonal part of Q times x.</summary>
    public double CoupledCurvature(int j, ReadOnlySpan<double> x) =>
        OffDiagonal is null || j >= OffDiagonal.ColumnCount ? 0 : OffDiagonal.Dot(j, x);

    private static bool IsNarrow(double lower, double upper) =>
        double.IsFinite(lower) && upper - lower <= NarrowRange * Math.Max(1, Math.Abs(lower));

    private static SparseMatrix Extended(SparseMatrix matrix, Equilibration scaling, bool[] hasLogical, int logicals)
    {
        int structural = matrix.ColumnCount;
        int[] starts = new int[structural + logicals + 1];
        int[] rows = new int[matrix.Count + logicals];
        double[] values = new double[matrix.Count + logicals];
        matrix.Starts.CopyTo(starts, 0);
        matrix.Rows.AsSpan(0, matrix.Count).CopyTo(rows);
        for (int j = 0; j < structural; j++)
        {
            for (int p = starts[j]; p < starts[j + 1]; p++)
            {
                values[p] = matrix.Values[p] * scaling.Rows[rows[p]] * scaling.Columns[j];
            }
        }

        int column = structural;
        for (int i = 0; i < hasLogical.Length; i++)
        {
            if (hasLogical[i])
            {
                rows[starts[column]] = i;
                values[starts[column]] = -1;
                starts[++column] = starts[column - 1] + 1;
            }
        }

        return new SparseMatrix(matrix.RowCount, structural + logicals, starts, rows, values);
    }

    private static SparseMatrix? ScaledOffDiagonal(SparseMatrix? offDiagonal, double[] columns, double scale)
    {
        if (offDiagonal is null)
        {
            return null;
        }

        var scaled = new TripletList();
        for (int k = 0; k < offDiagonal.ColumnCount; k++)
        {
            for (int p = offDiagonal.Starts[k]; p < offDiagonal.Starts[k + 1]; p++)
            {
                int j = offDiagonal.Rows[p];
                scaled.Add(j, k, offDiagonal.Values[p] * columns[j] * columns[k] * scale);
            }
        }

        return scaled.ToMatrix(offDiagonal.RowCount, offDiagonal.ColumnCount);
    }

    private void FillStructurals(CoreProblem problem, Equilibration scaling, double curvatureScale)
    {
        IsQuadratic = problem.Quadratic is not null;
        for (int j = 0; j < StructuralCount; j++)
        {
            double scale = scaling.Columns[j];
            Cost[j] = problem.Cost[j] * scale * scaling.Cost;
            Curvature[j] = (problem.Quadratic?.Diagonal[j] ?? 0) * scale * scale * curvatureScale;
            Bound(j, problem.Lower[j] / (scale * scaling.Length), problem.Upper[j] / (scale * scaling.Length));
        }
    }

    private void FillRows(CoreProblem problem, Equilibration scaling, bool[] hasLogical)
    {
        int column = StructuralCount;
        for (int i = 0; i < RowCount; i++)
        {
            double scale = scaling.Rows[i] / scaling.Length;
            if (hasLogical[i])
            {
                Bound(column++, problem.RowLower[i] * scale, problem.RowUpper[i] * scale);
            }
            else
            {
                RightHandSide[i] = (problem.RowLower[i] + problem.RowUpper[i]) / 2 * scale;
            }
        }
    }

    private void Bound(int column, double lower, double upper)
    {
        if (IsNarrow(lower, upper))
        {
            IsFixed[column] = true;
            Lower[column] = Upper[column] = (lower + upper) / 2;
            return;
        }

        HasLower[column] = double.IsFinite(lower) ? 1 : 0;
        HasUpper[column] = double.IsFinite(upper) ? 1 : 0;
        Lower[column] = double.IsFinite(lower) ? lower : 0;
        Upper[column] = double.IsFinite(upper) ? upper : 0;
        BoundCount += (int)(HasLower[column] + HasUpper[column]);
    }
}
