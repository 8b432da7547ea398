using System.Globalization;
using System.Text;

namespace Twins.OperatorConsole.Formatting;

/// <summary>Keys as people read them.</summary>
public static class PointLabel
{
    /// <summary>Words whose usual spelling a key cannot carry.</summary>
    private static readonly Dictionary<string, string> Spelling = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ac"] = "AC",
        ["dc"] = "DC",
        ["soc"] = "SoC",
        ["soh"] = "SoH",
        ["id"] = "ID",
        ["ev"] = "EV",
        ["mppt"] = "MPPT",
        ["pv"] = "PV",
    };

    /// <summary><c>stateOfCharge</c> → <c>State of charge</c>; of an expanded group key only the last part.</summary>
    public static string Of(string key)
    {
        var name = key[(key.LastIndexOf('.') + 1)..];
        var words = Split(name).Select(word => Spelling.GetValueOrDefault(word, word)).ToArray();
        var text = string.Join(' ', words);
        return char.ToUpper(text[0], CultureInfo.InvariantCulture) + text[1..];
    }

    /// <summary>The group and index of an expanded key; null for a point of the device itself.</summary>
    public static (string Group, int Index)? PartOf(string key) =>
        key.Split('.') is [var group, var index, _] && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (group, number)
            : null;

    private static IEnumerable<string> Split(string name)
    {
        var word = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var begins = char.IsUpper(name[i]) || (char.IsDigit(name[i]) && i > 0 && !char.IsDigit(name[i - 1]));
            if (begins && word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
            word.Append(char.ToLowerInvariant(name[i]));
        }
        yield return word.ToString();
    }
}
