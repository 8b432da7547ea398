using Twins.Energy.Solvers;

namespace Twins.Tests.Energy.Solvers;

public sealed class SparseLuTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Solve_RandomSparseMatrix_LeavesNoResidual(int seed)
    {
        const int size = 200;
        var random = new Random(seed);
        var entries = new List<(int Row, int Column)>();
        for (var i = 0; i < size; i++)
        {
            entries.Add((i, (i + 1) % size));
            entries.Add((random.Next(size), i));
            entries.Add((i, random.Next(size)));
        }

        var values = entries.Select(_ => random.NextDouble() - 0.5).ToArray();
        var expected = Enumerable.Range(0, size).Select(_ => random.NextDouble()).ToArray();
        var solution = new double[size];
        for (var i = 0; i < entries.Count; i++)
        {
            solution[entries[i].Row] += values[i] * expected[entries[i].Column];
        }

        var matrix = Matrix(size, entries, values);
        var factors = new SparseLu(size);

        Assert.Equal(-1, factors.Factorise(matrix));
        factors.Solve(solution);
        Assert.All(Enumerable.Range(0, size), i => Assert.Equal(expected[i], solution[i], 1e-8));
    }

    [Fact]
    public void Factorise_EmptyColumn_NamesTheColumn()
    {
        var matrix = Matrix(3, [(0, 0), (1, 1), (2, 1)], [1, 2, 3]);

        Assert.Equal(2, new SparseLu(3).Factorise(matrix));
    }

    [Fact]
    public void Order_OfAStar_TakesTheLeavesFirst()
    {
        var order = MinimumDegree.Order(5, [(0, 1), (0, 2), (0, 3), (0, 4)]);

        Assert.Equal(5, order.Distinct().Count());
        Assert.DoesNotContain(0, order.Take(3));
    }

    private static AssembledMatrix Matrix(int size, IReadOnlyList<(int Row, int Column)> entries, double[] values)
    {
        var matrix = AssembledMatrix.FromPattern(size, entries);
        matrix.Begin();
        foreach (var value in values)
        {
            matrix.Add(value);
        }

        return matrix;
    }
}
