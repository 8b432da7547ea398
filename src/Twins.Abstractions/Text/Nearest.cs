namespace Twins.Text;

/// <summary>Finds what somebody probably meant.</summary>
public static class Nearest
{
    private const int MaxListed = 12;

    /// <summary>Proposes the nearest candidate, or lists the candidates when none is near.</summary>
    public static string Propose(string text, IEnumerable<string> candidates)
    {
        var all = candidates.Distinct(StringComparer.Ordinal).ToList();
        if (all.Count == 0)
        {
            return "there is none to choose from";
        }

        if (Find(text, all) is { } nearest)
        {
            return $"did you mean '{nearest}'?";
        }

        var listed = string.Join(", ", all.Take(MaxListed));
        return all.Count == 1 ? $"only '{listed}' is possible here" : $"one of: {listed}{(all.Count > MaxListed ? ", …" : "")}";
    }

    /// <summary>The candidate that differs least; null when all differ by more than a third of the text, at least one letter.</summary>
    public static string? Find(string text, IEnumerable<string> candidates)
    {
        var allowed = Math.Max(1, text.Length / 3);
        var best = candidates
            .Select(candidate => (candidate, distance: Distance(text.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .Where(pair => pair.distance <= allowed && pair.distance < Math.Max(text.Length, pair.candidate.Length))
            .OrderBy(pair => pair.distance)
            .ThenBy(pair => pair.candidate == text ? 0 : 1)
            .FirstOrDefault();
        return best.candidate;
    }

    /// <summary>Insertions, deletions, replacements and swaps of neighbours that turn one text into the other (optimal string alignment).</summary>
    public static int Distance(string left, string right)
    {
        var previous2 = new int[right.Length + 1];
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var current = new int[right.Length + 1];
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    current[j] = Math.Min(current[j], previous2[j - 2] + 1);
                }
            }

            (previous2, previous) = (previous, current);
        }

        return previous[right.Length];
    }
}
