namespace Twins.Energy.Solvers.Exchange;

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
                sections.Take(card);
            }

            if (sections.IsAtEnd)
            {
                return draft.Build();
            }
        }

        throw new MpsFormatException(last, "The file ends without ENDATA.");
    }
}
