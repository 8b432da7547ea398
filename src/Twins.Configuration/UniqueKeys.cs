using System.Globalization;

namespace Twins.Configuration;

/// <summary>Reports keys that are given to two things.</summary>
public static class UniqueKeys
{
    /// <summary>Each later use of a key is an error that names the first one's line.</summary>
    /// <param name="entries">Key, record, and what the record is.</param>
    /// <param name="context">Where the records were read.</param>
    public static void Check(IEnumerable<(string Key, object Record, string Noun)> entries, ReadingContext context)
    {
        var first = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (key, record, noun) in entries)
        {
            if (!first.TryAdd(key, record))
            {
                var line = context.PlaceOf(first[key]).Line.ToString(CultureInfo.InvariantCulture);
                context.Error(context.PlaceOf(record, "key"), $"the {noun} key '{key}' is taken already, in line {line}", "choose another key");
            }
        }
    }
}
