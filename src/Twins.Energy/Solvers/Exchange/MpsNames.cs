using System.Globalization;
using Twins.Energy.Solvers.Model;

namespace Twins.Energy.Solvers.Exchange;

/// <summary>Names as a format can bear them: without blanks and unique, or numbered with eight characters.</summary>
internal static class MpsNames
{
    public static string[] For(ElementName[] names, MpsFormat format, char letter, string reserved)
    {
        if (format == MpsFormat.Fixed)
        {
            return [.. names.Select((_, k) => Numbered(letter, k))];
        }

        HashSet<string> used = new(StringComparer.Ordinal) { reserved };
        string[] written = new string[names.Length];
        for (int k = 0; k < names.Length; k++)
        {
            string name = string.Concat(names[k].ToString().Select(c => char.IsWhiteSpace(c) ? '_' : c));
            written[k] = used.Add(name) ? name : $"{name}#{Numbered(letter, k)}";
            used.Add(written[k]);
        }

        return written;
    }

    private static string Numbered(char letter, int index) => letter + index.ToString("D7", CultureInfo.InvariantCulture);
}
