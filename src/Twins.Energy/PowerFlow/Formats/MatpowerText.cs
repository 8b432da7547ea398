using System.Globalization;
using System.Text.RegularExpressions;

namespace Twins.Energy.PowerFlow.Formats;

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

    /// <summary>Whether the file converts its impedances from Ω at its end.</summary>
    public bool ImpedancesInOhms => OhmConversion().IsMatch(_text);

    /// <summary>Whether the file converts its loads from kW at its end.</summary>
    public bool LoadsInKilowatts => KilowattConversion().IsMatch(_text);

    public void ThrowOnOtherStatements()
    {
        var rest = KilowattConversion().Replace(OhmConversion().Replace(_text, ""), "");
        if (MatrixChange().Match(rest) is { Success: true } change)
        {
            throw new FormatException($"The statement '{change.Value.Trim()}' changes a matrix; the file is read as data, and only the conversions from ohms and kW are understood.");
        }
    }

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

    [GeneratedRegex(@"mpc\.branch\(:,\s*\[BR_R,?\s*BR_X\]\)\s*=\s*mpc\.branch\(:,\s*\[BR_R,?\s*BR_X\]\)\s*/\s*\(Vbase\^2\s*/\s*Sbase\);", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OhmConversion();

    [GeneratedRegex(@"mpc\.bus\(:,\s*\[PD,?\s*QD\]\)\s*=\s*mpc\.bus\(:,\s*\[PD,?\s*QD\]\)\s*/\s*1e3;", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KilowattConversion();

    [GeneratedRegex(@"mpc\.(bus|branch|gen)\([^\n]*\)\s*=[^\n]*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MatrixChange();

    [GeneratedRegex(@"function\s+mpc\s*=\s*(?<name>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Function();
}
