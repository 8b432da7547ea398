namespace Twins.Energy.Solvers;

/// <summary>
/// Reads linear and quadratic problems in MPS: sections NAME, OBJSENSE, ROWS, COLUMNS with integer markers, RHS (a value on
/// the objective is its constant times −1), RANGES, BOUNDS, QUADOBJ (one triangle) and QMATRIX (both), ENDATA.
/// </summary>
/// <remarks>
/// Format: IBM MPSX/370, as documented with the Netlib collection; free format and QUADOBJ as in Maros, Mészáros: A repository
/// of convex quadratic programming problems, Optim. Methods Softw. 11 (1999). Numbers from 1e30 on mean ∞.
/// </remarks>
public static class MpsReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="format">Its layout; found out by default.</param>
    /// <exception cref="MpsFormatException">The file is not valid MPS.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static MpsModel ReadFile(string path, MpsFormat format = MpsFormat.Automatic) => ReadText(File.ReadAllText(path), format);

    /// <summary>Reads a text.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="format">Its layout; found out by default.</param>
    /// <exception cref="MpsFormatException">The text is not valid MPS.</exception>
    public static MpsModel ReadText(string text, MpsFormat format = MpsFormat.Automatic)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (format != MpsFormat.Automatic)
        {
            return Read(text, format);
        }

        try
        {
            return Read(text, MpsFormat.Free);
        }
        catch (MpsFormatException freeError)
        {
            try
            {
                return Read(text, MpsFormat.Fixed);
            }
            catch (MpsFormatException)
            {
                throw freeError;
            }
        }
    }

    private static MpsModel Read(string text, MpsFormat format)
    {
        var draft = new MpsDraft();
        var sections = new MpsSections(draft);
        using var reader = new StringReader(text);
        int last = 0;
        foreach (MpsCard card in MpsCard.Read(reader, format))
        {
            last = card.Line;
            if (card.IsSection)
            {
                sections.Open(card);
            }
            else
            {
                sections.Read(card);
            }

            if (sections.IsAtEnd)
            {
                return draft.Build();
            }
        }

        throw new MpsFormatException(last, "The file ends without ENDATA.");
    }
}

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

    public void Read(MpsCard card)
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
                ReadColumn(card);
                break;
            case "RHS":
                ReadPairs(card, draft.SetRightSide);
                break;
            case "RANGES":
                ReadPairs(card, draft.SetRange);
                break;
            case "BOUNDS":
                ReadBound(card);
                break;
            case "QUADOBJ" or "QMATRIX":
                ReadCurvature(card);
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

    private void ReadColumn(MpsCard card)
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
    private static void ReadPairs(MpsCard card, Action<MpsCard, string, double> take)
    {
        Require(card, card.Fields.Length is >= 2 and <= 5, "one or two pairs of row and number");
        for (int k = card.Fields.Length % 2; k < card.Fields.Length; k += 2)
        {
            take(card, card.Fields[k], MpsDraft.Number(card, card.Fields[k + 1]));
        }
    }

    private void ReadBound(MpsCard card)
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

    private void ReadCurvature(MpsCard card)
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
