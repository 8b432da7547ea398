namespace Twins.Energy.Solvers.Exchange;

/// <summary>One line of an MPS file, split into fields; a section line starts in the first column.</summary>
internal readonly record struct MpsCard(int Line, bool IsSection, string[] Fields)
{
    private static readonly (int Start, int Length)[] FixedFields = [(1, 2), (4, 8), (14, 8), (24, 12), (39, 8), (49, 12)];

    public static IEnumerable<MpsCard> Read(TextReader reader, MpsFormat format)
    {
        int number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (line.Length == 0 || line[0] == '*' || string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            bool isSection = !char.IsWhiteSpace(line[0]);
            yield return new MpsCard(number, isSection, isSection || format == MpsFormat.Free ? SplitFree(line) : SplitFixed(line));
        }
    }

    private static string[] SplitFree(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>
    /// The fields by their columns. The first, the code of a row or bound, is there only where its columns are not blank;
    /// missing trailing fields are left out.
    /// </summary>
    private static string[] SplitFixed(string line)
    {
        List<string> fields = [];
        foreach ((int start, int length) in FixedFields)
        {
            fields.Add(start < line.Length ? line.Substring(start, Math.Min(length, line.Length - start)).Trim() : string.Empty);
        }

        if (fields[0].Length == 0)
        {
            fields.RemoveAt(0);
        }

        while (fields.Count > 0 && fields[^1].Length == 0)
        {
            fields.RemoveAt(fields.Count - 1);
        }

        return [.. fields];
    }
}
