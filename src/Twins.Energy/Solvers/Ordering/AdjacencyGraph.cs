namespace Twins.Energy.Solvers.Ordering;

/// <summary>Pattern of a symmetric matrix without its diagonal; each edge stands in both nodes' lists.</summary>
internal sealed class AdjacencyGraph(int[] starts, int[] neighbours)
{
    public int Count => Starts.Length - 1;

    public int[] Starts { get; } = starts;

    public int[] Neighbours { get; } = neighbours;

    public ReadOnlySpan<int> Of(int node) => Neighbours.AsSpan(Starts[node], Starts[node + 1] - Starts[node]);
}
