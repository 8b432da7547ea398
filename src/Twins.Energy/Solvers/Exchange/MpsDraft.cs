using System.Globalization;
using Twins.Energy.Solvers.Model;

namespace Twins.Energy.Solvers.Exchange;

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
