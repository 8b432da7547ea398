using Twins.Energy.Solvers.Factorisation;

namespace Twins.Tests.Energy.Solvers.Factorisation;

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
