using System.Globalization;

namespace Twins.Energy.Solvers;

/// <summary>What an MPS file holds.</summary>
/// <param name="Name">The NAME card; empty when there is none.</param>
/// <param name="Problem">The problem as minimisation: with <paramref name="IsMaximisation"/> its objective is the file's times −1.</param>
/// <param name="IsMaximisation">Whether OBJSENSE asks for the maximum.</param>
public sealed record MpsModel(string Name, Problem Problem, bool IsMaximisation)
{
    /// <summary>Turns an objective value of <see cref="Problem"/> into the file's.</summary>
    public double FileObjective(double objective) => IsMaximisation ? -objective : objective;
}

/// <summary>Layout of an MPS file.</summary>
public enum MpsFormat
{
    /// <summary>Reading: free where every line allows it, else fixed. Writing: free.</summary>
    Automatic,

    /// <summary>Fields separated by blanks; names without blanks, of any length; numbers with full precision.</summary>
    Free,

    /// <summary>
    /// Fields in columns 2–3, 5–12, 15–22, 25–36, 40–47 and 50–61; names of at most eight characters, blanks allowed.
    /// Writing numbers the variables and rows and rounds numbers to the twelve characters of their field.
    /// </summary>
    Fixed,
}

/// <summary>A file is not valid MPS: the message names the line and what is wrong with it.</summary>
public sealed class MpsFormatException : FormatException
{
    /// <summary>Makes the exception for one line.</summary>
    /// <param name="line">Line number, from 1.</param>
    /// <param name="message">What is wrong.</param>
    public MpsFormatException(int line, string message)
        : base($"Line {line}: {message}") => Line = line;

    /// <summary>Line number, from 1.</summary>
    public int Line { get; }
}

/// <summary>What the cards of an MPS file have said so far.</summary>
internal sealed class MpsDraft
{
    private readonly ModelBuilder _builder = new();
    private readonly Dictionary<string, MpsRow> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MpsColumn> _columns = new(StringComparer.Ordinal);
    private readonly List<(MpsColumn First, MpsColumn Second, double Curvature)> _curvatures = [];
    private string? _objective;

    public string Name { get; set; } = string.Empty;

    public bool IsMaximisation { get; set; }

    /// <summary>Value on the objective's right-hand side: the objective's constant times −1.</summary>
    private double ObjectiveRightSide { get; set; }

    private double Sense => IsMaximisation ? -1 : 1;

    public static double Number(MpsCard card, string field)
    {
        if (double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && !double.IsNaN(value))
        {
            return Math.Abs(value) >= 1e30 ? Math.Sign(value) * double.PositiveInfinity : value;
        }

        throw new MpsFormatException(card.Line, $"\"{field}\" is no number.");
    }

    public void AddRow(MpsCard card, string kind, string name)
    {
        if (kind is not ("N" or "E" or "L" or "G"))
        {
            throw new MpsFormatException(card.Line, $"Row type \"{kind}\" is none of N, E, L, G.");
        }

        if (kind == "N")
        {
            _objective ??= name;
        }

        var row = new MpsRow(kind, kind == "N" ? null : _builder.AddRow(name, double.NegativeInfinity, double.PositiveInfinity));
        if (!_rows.TryAdd(name, row))
        {
            throw new MpsFormatException(card.Line, $"Row \"{name}\" was declared before.");
        }
    }

    public MpsColumn AddColumn(MpsCard card, string name, bool isInteger)
    {
        Variable variable = isInteger ? _builder.AddInteger(name, 0, 1) : _builder.AddVariable(name, 0, double.PositiveInfinity);
        var column = new MpsColumn(variable, isInteger);
        return _columns.TryAdd(name, column) ? column : throw new MpsFormatException(card.Line, $"Column \"{name}\" is not contiguous.");
    }

    public void AddCoefficient(MpsCard card, MpsColumn column, string row, double value)
    {
        if (string.Equals(row, _objective, StringComparison.Ordinal))
        {
            column.Cost += value;
        }
        else if (RowNamed(card, row).Handle is { } handle)
        {
            _builder.AddTerm(handle, column.Variable, value);
        }
    }

    public void SetRightSide(MpsCard card, string row, double value)
    {
        if (string.Equals(row, _objective, StringComparison.Ordinal))
        {
            ObjectiveRightSide = value;
        }
        else
        {
            RowNamed(card, row).RightSide = value;
        }
    }

    public void SetRange(MpsCard card, string row, double value) => RowNamed(card, row).Range = value;

    public MpsColumn ColumnNamed(MpsCard card, string name) =>
        _columns.TryGetValue(name, out MpsColumn? column) ? column : throw new MpsFormatException(card.Line, $"Column \"{name}\" is not in COLUMNS.");

    public void AddCurvature(MpsColumn first, MpsColumn second, double curvature) => _curvatures.Add((first, second, curvature));

    public MpsModel Build()
    {
        foreach (MpsRow row in _rows.Values)
        {
            if (row.Handle is { } handle)
            {
                (double lower, double upper) = row.Limits();
                _builder.SetRange(handle, lower, upper);
            }
        }

        foreach (MpsColumn column in _columns.Values)
        {
            _builder.SetCost(column.Variable, Sense * column.Cost);
            _builder.SetBounds(column.Variable, column.Lower, column.Upper);
        }

        foreach ((MpsColumn first, MpsColumn second, double curvature) in _curvatures)
        {
            if (first == second)
            {
                _builder.AddQuadraticCost(first.Variable, Sense * curvature);
            }
            else
            {
                _builder.AddQuadraticCost(first.Variable, second.Variable, Sense * curvature);
            }
        }

        _builder.ObjectiveOffset = -Sense * ObjectiveRightSide;
        return new MpsModel(Name, _builder.Build(), IsMaximisation);
    }

    private MpsRow RowNamed(MpsCard card, string name) =>
        _rows.TryGetValue(name, out MpsRow? row) ? row : throw new MpsFormatException(card.Line, $"Row \"{name}\" is not in ROWS.");
}

/// <summary>A column of an MPS file: 0 ≤ x by default, and 0 ≤ x ≤ 1 between integer markers.</summary>
internal sealed class MpsColumn(Variable variable, bool isInteger)
{
    public Variable Variable { get; } = variable;

    public double Cost { get; set; }

    public double Lower { get; private set; }

    public double Upper { get; private set; } = isInteger ? 1 : double.PositiveInfinity;

    /// <summary>Whether the bound type is one without a number.</summary>
    public static bool NeedsNoValue(string kind) => kind is "FR" or "MI" or "PL" or "BV";

    public void Bound(MpsCard card, string kind, double value)
    {
        (Lower, Upper) = kind switch
        {
            // An upper bound below 0 on a variable without a lower bound of its own frees it downwards, as in other readers.
            "UP" or "UI" => (value < 0 && Lower == 0 ? double.NegativeInfinity : Lower, value),
            "LO" or "LI" => (value, isInteger && Upper == 1 ? double.PositiveInfinity : Upper),
            "FX" => (value, value),
            "FR" => (double.NegativeInfinity, double.PositiveInfinity),
            "MI" => (double.NegativeInfinity, Upper),
            "PL" => (Lower, double.PositiveInfinity),
            "BV" => (0, 1),
            _ => throw new MpsFormatException(card.Line, $"Bound type \"{kind}\" is none of UP, LO, FX, FR, MI, PL, BV, UI, LI."),
        };
    }
}

/// <summary>A row of an MPS file; rows of type N beyond the objective have no handle and are dropped.</summary>
internal sealed class MpsRow(string kind, Row? handle)
{
    public Row? Handle { get; } = handle;

    public double RightSide { get; set; }

    public double? Range { get; set; }

    /// <summary>The range R widens L downwards, G upwards, and E to the side of its sign.</summary>
    public (double Lower, double Upper) Limits()
    {
        double width = Range is { } range ? Math.Abs(range) : double.PositiveInfinity;
        return kind switch
        {
            "L" => (RightSide - width, RightSide),
            "G" => (RightSide, RightSide + width),
            _ => (RightSide + Math.Min(Range ?? 0, 0), RightSide + Math.Max(Range ?? 0, 0)),
        };
    }
}

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
