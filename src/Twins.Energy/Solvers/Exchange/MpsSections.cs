namespace Twins.Energy.Solvers.Exchange;

/// <summary>Knows in which section the reader is, and what a card means there.</summary>
internal sealed class MpsSections(MpsDraft draft)
{
    private string _section = string.Empty;
    private string? _columnName;
    private MpsColumn? _column;
    private bool _integers;

    public bool IsAtEnd => _section == "ENDATA";

    public void Open(MpsCard card)
    {
        _section = card.Fields[0].ToUpperInvariant();
        switch (_section)
        {
            case "NAME":
                draft.Name = card.Fields.Length > 1 ? card.Fields[1] : string.Empty;
                break;
            case "OBJSENSE" when card.Fields.Length > 1:
                SetSense(card, card.Fields[1]);
                break;
            case "OBJSENSE" or "ROWS" or "COLUMNS" or "RHS" or "RANGES" or "BOUNDS" or "QUADOBJ" or "QMATRIX" or "ENDATA":
                break;
            default:
                throw new MpsFormatException(card.Line, $"Section \"{card.Fields[0]}\" is not supported.");
        }
    }

    public void Take(MpsCard card)
    {
        switch (_section)
        {
            case "OBJSENSE":
                SetSense(card, card.Fields[0]);
                break;
            case "ROWS":
                Require(card, card.Fields.Length == 2, "type and name");
                draft.AddRow(card, card.Fields[0].ToUpperInvariant(), card.Fields[1]);
                break;
            case "COLUMNS":
                TakeColumn(card);
                break;
            case "RHS":
                TakePairs(card, draft.SetRightSide);
                break;
            case "RANGES":
                TakePairs(card, draft.SetRange);
                break;
            case "BOUNDS":
                TakeBound(card);
                break;
            case "QUADOBJ" or "QMATRIX":
                TakeCurvature(card);
                break;
            default:
                throw new MpsFormatException(card.Line, "The line stands in no section.");
        }
    }

    private void SetSense(MpsCard card, string sense) => draft.IsMaximisation = sense.ToUpperInvariant() switch
    {
        "MAX" or "MAXIMIZE" or "MAXIMISE" => true,
        "MIN" or "MINIMIZE" or "MINIMISE" => false,
        _ => throw new MpsFormatException(card.Line, $"OBJSENSE \"{sense}\" is neither MIN nor MAX."),
    };

    private void TakeColumn(MpsCard card)
    {
        string[] fields = card.Fields;
        if (fields.Length >= 3 && fields[1] == "'MARKER'")
        {
            _integers = fields[^1] switch
            {
                "'INTORG'" => true,
                "'INTEND'" => false,
                _ => throw new MpsFormatException(card.Line, $"Marker {fields[^1]} is neither 'INTORG' nor 'INTEND'."),
            };
            return;
        }

        Require(card, fields.Length is 3 or 5, "a column name and one or two pairs of row and number");
        if (_column is null || !string.Equals(fields[0], _columnName, StringComparison.Ordinal))
        {
            _columnName = fields[0];
            _column = draft.AddColumn(card, fields[0], _integers);
        }

        for (int k = 1; k < fields.Length; k += 2)
        {
            draft.AddCoefficient(card, _column, fields[k], MpsDraft.Number(card, fields[k + 1]));
        }
    }

    /// <summary>One or two pairs of row and number, after the name of the vector, which may be missing.</summary>
    private static void TakePairs(MpsCard card, Action<MpsCard, string, double> take)
    {
        Require(card, card.Fields.Length is >= 2 and <= 5, "one or two pairs of row and number");
        for (int k = card.Fields.Length % 2; k < card.Fields.Length; k += 2)
        {
            take(card, card.Fields[k], MpsDraft.Number(card, card.Fields[k + 1]));
        }
    }

    private void TakeBound(MpsCard card)
    {
        string[] fields = card.Fields;
        string kind = fields[0].ToUpperInvariant();
        if (MpsColumn.NeedsNoValue(kind))
        {
            Require(card, fields.Length is >= 2 and <= 4, "a bound type, and a column");
            draft.ColumnNamed(card, fields.Length == 2 ? fields[1] : fields[2]).Bound(card, kind, 0);
            return;
        }

        Require(card, fields.Length is 3 or 4, "a bound type, a column and a number");
        draft.ColumnNamed(card, fields[^2]).Bound(card, kind, MpsDraft.Number(card, fields[^1]));
    }

    private void TakeCurvature(MpsCard card)
    {
        Require(card, card.Fields.Length == 3, "two columns and a number");
        MpsColumn first = draft.ColumnNamed(card, card.Fields[0]);
        MpsColumn second = draft.ColumnNamed(card, card.Fields[1]);
        double share = _section == "QMATRIX" && first != second ? 0.5 : 1;
        draft.AddCurvature(first, second, share * MpsDraft.Number(card, card.Fields[2]));
    }

    private static void Require(MpsCard card, bool holds, string expected)
    {
        if (!holds)
        {
            throw new MpsFormatException(card.Line, $"Expected {expected}, found {card.Fields.Length} fields.");
        }
    }
}
