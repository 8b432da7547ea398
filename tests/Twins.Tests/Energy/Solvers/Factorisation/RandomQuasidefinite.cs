using Twins.Energy.Solvers.Ordering;

namespace Twins.Tests.Energy.Solvers.Factorisation;

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
