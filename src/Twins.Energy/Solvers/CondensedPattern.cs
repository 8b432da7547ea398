namespace Twins.Energy.Solvers;

/// <summary>
/// Which columns are condensed into the rows (A H⁻¹ Aᵀ) and which stay as unknowns of their own, the resulting pattern's
/// order and symbolic factor, and where every contribution lands in it.
/// </summary>
/// <remarks>
/// Short bounded columns are condensed: that leaves about one unknown per row. Kept are free columns (H would vanish),
/// columns with off-diagonal curvature, and long columns (a peak variable that meets every time step would fill the matrix).
/// </remarks>
internal sealed class CondensedPattern
{
    private const int MaxCondensedLength = 10;

    private CondensedPattern(StandardForm form, int[] keptNodes, int nodeCount)
    {
        Matrix = form.Matrix;
        OffDiagonal = form.OffDiagonal;
        KeptNodes = keptNodes;
        NodeCount = nodeCount;
        Symbolic = SymbolicFactor.Analyse(Graph());
        PairStarts = new int[Matrix.ColumnCount + 1];
        PairPlaces = Places();
        DiagonalPlaces = Array.ConvertAll(Enumerable.Range(0, nodeCount).ToArray(), node => Symbolic.PlaceOf(node, node));
        OffDiagonalPlaces = PlacesOfOffDiagonal();
    }

    public SparseMatrix Matrix { get; }

    public SparseMatrix? OffDiagonal { get; }

    /// <summary>Node of each kept column, −1 where the column is condensed. Nodes 0 … m − 1 are the rows.</summary>
    public int[] KeptNodes { get; }

    public int NodeCount { get; }

    public SymbolicFactor Symbolic { get; }

    /// <summary>Where a column's contributions start in <see cref="PairPlaces"/>.</summary>
    public int[] PairStarts { get; }

    /// <summary>Condensed column: places of the products of its entries, pair by pair; kept column: places of its entries.</summary>
    public int[] PairPlaces { get; }

    public int[] DiagonalPlaces { get; }

    /// <summary>Places of Q's off-diagonal entries, −1 for the upper triangle.</summary>
    public int[] OffDiagonalPlaces { get; }

    public static CondensedPattern Analyse(StandardForm form)
    {
        (int[] kept, int count) = Choose(form);
        return new CondensedPattern(form, kept, count);
    }

    /// <summary>Whether this analysis holds for another problem, so that it can be kept.</summary>
    public bool Fits(StandardForm form)
    {
        bool sameCurvature = OffDiagonal is null ? form.OffDiagonal is null : form.OffDiagonal is not null && OffDiagonal.HasPatternOf(form.OffDiagonal);
        return sameCurvature && Matrix.HasPatternOf(form.Matrix) && Choose(form).Kept.AsSpan().SequenceEqual(KeptNodes);
    }

    private static (int[] Kept, int NodeCount) Choose(StandardForm form)
    {
        int[] kept = new int[form.VariableCount];
        int next = form.RowCount;
        for (int j = 0; j < kept.Length; j++)
        {
            bool free = form.HasLower[j] + form.HasUpper[j] == 0 && form.Curvature[j] == 0 && !form.IsFixed[j];
            bool coupled = form.OffDiagonal is not null && j < form.StructuralCount && form.OffDiagonal.LengthOf(j) > 0;
            bool keep = free || coupled || form.Matrix.LengthOf(j) > MaxCondensedLength;
            kept[j] = keep ? next++ : -1;
        }

        return (kept, next);
    }

    private AdjacencyGraph Graph()
    {
        SparseMatrix byRow = Matrix.Transpose();
        int[] reached = new int[NodeCount];
        int[] columnOfNode = new int[NodeCount - Matrix.RowCount];
        int[] starts = new int[NodeCount + 1];
        List<int> neighbours = new(4 * Matrix.Count);
        for (int node = 0; node < Matrix.RowCount; node++)
        {
            reached[node] = node + 1;
            foreach (int column in byRow.RowsOf(node))
            {
                AddThrough(column, node, reached, neighbours);
            }

            starts[node + 1] = neighbours.Count;
        }

        for (int j = 0; j < KeptNodes.Length; j++)
        {
            if (KeptNodes[j] >= 0)
            {
                columnOfNode[KeptNodes[j] - Matrix.RowCount] = j;
            }
        }

        for (int node = Matrix.RowCount; node < NodeCount; node++)
        {
            AddOfKept(columnOfNode[node - Matrix.RowCount], neighbours);
            starts[node + 1] = neighbours.Count;
        }

        return new AdjacencyGraph(starts, [.. neighbours]);
    }

    private void AddThrough(int column, int node, int[] reached, List<int> neighbours)
    {
        if (KeptNodes[column] >= 0)
        {
            neighbours.Add(KeptNodes[column]);
            return;
        }

        foreach (int row in Matrix.RowsOf(column))
        {
            if (reached[row] != node + 1)
            {
                reached[row] = node + 1;
                neighbours.Add(row);
            }
        }
    }

    private void AddOfKept(int column, List<int> neighbours)
    {
        foreach (int row in Matrix.RowsOf(column))
        {
            neighbours.Add(row);
        }

        if (OffDiagonal is not null && column < OffDiagonal.ColumnCount)
        {
            foreach (int other in OffDiagonal.RowsOf(column))
            {
                neighbours.Add(KeptNodes[other]);
            }
        }
    }

    private int[] Places()
    {
        List<int> places = new(3 * Matrix.Count);
        for (int j = 0; j < Matrix.ColumnCount; j++)
        {
            ReadOnlySpan<int> rows = Matrix.RowsOf(j);
            for (int p = 0; p < rows.Length; p++)
            {
                if (KeptNodes[j] >= 0)
                {
                    places.Add(Symbolic.PlaceOf(rows[p], KeptNodes[j]));
                    continue;
                }

                for (int q = p; q < rows.Length; q++)
                {
                    places.Add(Symbolic.PlaceOf(rows[p], rows[q]));
                }
            }

            PairStarts[j + 1] = places.Count;
        }

        return [.. places];
    }

    private int[] PlacesOfOffDiagonal()
    {
        int[] places = new int[OffDiagonal?.Count ?? 0];
        Array.Fill(places, -1);
        for (int k = 0; OffDiagonal is not null && k < OffDiagonal.ColumnCount; k++)
        {
            for (int p = OffDiagonal.Starts[k]; p < OffDiagonal.Starts[k + 1]; p++)
            {
                if (OffDiagonal.Rows[p] > k)
                {
                    places[p] = Symbolic.PlaceOf(KeptNodes[k], KeptNodes[OffDiagonal.Rows[p]]);
                }
            }
        }

        return places;
    }
}
