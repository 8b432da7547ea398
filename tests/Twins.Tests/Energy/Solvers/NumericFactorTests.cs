using Twins.Energy.Solvers;

namespace Twins.Tests.Energy.Solvers;

public sealed class NumericFactorTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(10, 12)]
    [InlineData(60, 200)]
    [InlineData(150, 400)]
    [InlineData(200, 6000)]
    [InlineData(130, 20000)]
    public void Solve_RandomQuasidefiniteMatrix_LeavesRoundingResidual(int size, int edges)
    {
        for (int seed = 0; seed < 5; seed++)
        {
            var matrix = new RandomQuasidefinite(size, edges, seed);
            var factor = new NumericFactor(SymbolicFactor.Analyse(matrix.Graph()), matrix.Signs);
            Assemble(matrix, SymbolicFactor.Analyse(matrix.Graph()), factor);
            factor.Factorise();
            double[] expected = [.. Enumerable.Range(0, size).Select(k => Math.Sin(k + 1))];
            double[] solution = Product(matrix.Dense, expected);

            factor.Solve(solution);

            Assert.Equal(0, factor.SkippedPivots);
            Assert.All(Enumerable.Range(0, size), k => Assert.Equal(expected[k], solution[k], 1e-9));
        }
    }

    [Fact]
    public void Factorise_RowsThatDependOnEachOther_SkipsThePivotAndStaysFinite()
    {
        var matrix = new RandomQuasidefinite(2, 0, 1);
        matrix.Dense[0, 0] = matrix.Dense[1, 1] = matrix.Dense[0, 1] = matrix.Dense[1, 0] = 1;
        var symbolic = SymbolicFactor.Analyse(matrix.Graph());
        var factor = new NumericFactor(symbolic, [1, 1]);
        Assemble(matrix, symbolic, factor);

        factor.Factorise();
        double[] solution = [3, 3];
        factor.Solve(solution);

        Assert.Equal(1, factor.SkippedPivots);
        Assert.Equal(3, solution.Sum(), 12);
    }

    private static void Assemble(RandomQuasidefinite matrix, SymbolicFactor symbolic, NumericFactor factor)
    {
        for (int i = 0; i < matrix.Size; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                if (matrix.Dense[i, j] != 0)
                {
                    factor.Values[symbolic.PlaceOf(i, j)] = matrix.Dense[i, j];
                }
            }
        }
    }

    private static double[] Product(double[,] dense, double[] x) =>
        [.. Enumerable.Range(0, x.Length).Select(i => Enumerable.Range(0, x.Length).Sum(j => dense[i, j] * x[j]))];
}

/// <summary>A random sparse quasidefinite matrix: positive definite first block, negative definite second block, anything between.</summary>
internal sealed class RandomQuasidefinite
{
    public RandomQuasidefinite(int size, int edges, int seed)
    {
        var random = new Random(seed);
        Size = size;
        Dense = new double[size, size];
        Signs = new sbyte[size];
        for (int i = 0; i < size; i++)
        {
            Signs[i] = (sbyte)(random.Next(4) == 0 ? -1 : 1);
        }

        for (int edge = 0; edge < edges; edge++)
        {
            int i = random.Next(size);
            int j = random.Next(size);
            double value = random.NextDouble() - 0.5;
            if (i != j && Dense[i, j] == 0)
            {
                Dense[i, j] = Dense[j, i] = value;
                Dense[i, i] += Signs[i] * Math.Abs(value);
                Dense[j, j] += Signs[j] * Math.Abs(value);
            }
        }

        for (int i = 0; i < size; i++)
        {
            Dense[i, i] += Signs[i] * 0.1;
        }
    }

    public int Size { get; }

    public double[,] Dense { get; }

    public sbyte[] Signs { get; }

    public AdjacencyGraph Graph()
    {
        int[] starts = new int[Size + 1];
        List<int> neighbours = [];
        for (int i = 0; i < Size; i++)
        {
            for (int j = 0; j < Size; j++)
            {
                if (i != j && Dense[i, j] != 0)
                {
                    neighbours.Add(j);
                }
            }

            starts[i + 1] = neighbours.Count;
        }

        return new AdjacencyGraph(starts, [.. neighbours]);
    }
}

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
