using System.Globalization;
using System.Text.RegularExpressions;

namespace Twins.Optimization.PowerFlow.Formats;

/// <summary>The assignments of a MATPOWER case file, without its comments.</summary>
internal sealed partial class MatpowerText
{
    private readonly string _text;

    public MatpowerText(string text)
    {
        _text = Comment().Replace(text, "");
        Name = Function().Match(_text) is { Success: true } match ? match.Groups["name"].Value : "";
    }

    public string Name { get; }

    public double Scalar(string name)
    {
        var match = Regex.Match(_text, $@"mpc\.{name}\s*=\s*(?<value>[^;\[\]]+);", RegexOptions.None, TimeSpan.FromSeconds(1));
        return match.Success
            ? Number(match.Groups["value"].Value.Trim(), $"mpc.{name}")
            : throw new FormatException($"The file has no 'mpc.{name}'.");
    }

    public IReadOnlyList<double[]> Matrix(string name, int columns)
    {
        var match = Regex.Match(_text, $@"mpc\.{name}\s*=\s*\[(?<rows>[^\]]*)\]", RegexOptions.None, TimeSpan.FromSeconds(1));
        if (!match.Success)
        {
            throw new FormatException($"The file has no matrix 'mpc.{name}'.");
        }

        var rows = match.Groups["rows"].Value
            .Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ToList();
        return [.. rows.Select((row, index) => Row(row, $"mpc.{name} row {index + 1}", columns))];
    }

    private static double[] Row(string text, string place, int columns)
    {
        var cells = text.Split([' ', '\t', ',', '\r'], StringSplitOptions.RemoveEmptyEntries);
        return cells.Length >= columns
            ? [.. cells.Select(cell => Number(cell, place))]
            : throw new FormatException($"{place} has {cells.Length} columns; at least {columns} are needed.");
    }

    private static double Number(string text, string place) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException($"{place}: '{text}' is not a number.");

    [GeneratedRegex("%[^\n]*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"function\s+mpc\s*=\s*(?<name>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Function();
}
