using Twins.Energy.Solvers.Ordering;
using Twins.Tests.Energy.Solvers.Factorisation;

namespace Twins.Tests.Energy.Solvers.Ordering;

public sealed class ApproximateMinimumDegreeTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(50, 60)]
    [InlineData(300, 900)]
    [InlineData(120, 9000)]
    public void Order_AnyGraph_IsPermutation(int size, int edges)
    {
        int[] order = ApproximateMinimumDegree.Order(new RandomQuasidefinite(size, edges, 7).Graph());

        Assert.Equal(Enumerable.Range(0, size), order.Order());
    }

    [Fact]
    public void Order_Star_EliminatesTheHubAmongTheLastTwo()
    {
        const int Leaves = 30;
        int[] starts = [0, .. Enumerable.Range(Leaves, Leaves + 1)];
        int[] neighbours = [.. Enumerable.Range(1, Leaves), .. Enumerable.Repeat(0, Leaves)];

        int[] order = ApproximateMinimumDegree.Order(new AdjacencyGraph(starts, neighbours));

        Assert.Contains(0, order[^2..]);
    }

    [Fact]
    public void ColumnCounts_Path_AddNoFill()
    {
        const int Nodes = 100;
        int[] starts = new int[Nodes + 1];
        List<int> neighbours = [];
        for (int node = 0; node < Nodes; node++)
        {
            neighbours.AddRange(new[] { node - 1, node + 1 }.Where(other => other is >= 0 and < Nodes));
            starts[node + 1] = neighbours.Count;
        }

        var graph = new AdjacencyGraph(starts, [.. neighbours]);
        int[] order = ApproximateMinimumDegree.Order(graph);
        int[] positions = new int[Nodes];
        for (int k = 0; k < Nodes; k++)
        {
            positions[order[k]] = k;
        }

        int[] parents = EliminationTree.Parents(graph, order, positions);

        Assert.Equal((2 * Nodes) - 1, EliminationTree.ColumnCounts(graph, order, positions, parents).Sum());
    }
}
