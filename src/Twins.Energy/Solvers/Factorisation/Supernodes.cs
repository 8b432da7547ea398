namespace Twins.Energy.Solvers.Factorisation;

/// <summary>Groups consecutive columns of (nearly) the same pattern, so that the factor is worked on in dense panels.</summary>
internal static class Supernodes
{
    /// <summary>A panel of this width and a few hundred rows still fits the second-level cache.</summary>
    private const int LargestWidth = 48;

    /// <summary>Explicit zeros that a merger may bring: always this many, or this share of the merged panel.</summary>
    private const int FreeZeros = 16;
    private const double ZeroShare = 0.12;

    /// <summary>First column of every supernode, and the number of columns at the end.</summary>
    public static int[] Partition(int[] parents, int[] counts)
    {
        List<int> starts = [];
        int column = 0;
        while (column < parents.Length)
        {
            starts.Add(column);
            column = EndOf(column, parents, counts);
        }

        starts.Add(parents.Length);
        return [.. starts];
    }

    private static int EndOf(int first, int[] parents, int[] counts)
    {
        long entries = counts[first];
        int end = first + 1;
        while (end < parents.Length && end - first < LargestWidth && parents[end - 1] == end)
        {
            // Merged, every column of the panel reaches down to the rows of its last column.
            int width = end - first + 1;
            long height = width - 1 + counts[end];
            long panel = (height * width) - ((long)width * (width - 1) / 2);
            long zeros = panel - entries - counts[end];
            if (zeros > FreeZeros && zeros > ZeroShare * panel)
            {
                break;
            }

            entries += counts[end];
            end++;
        }

        return end;
    }
}
