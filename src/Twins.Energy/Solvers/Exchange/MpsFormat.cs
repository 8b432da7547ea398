namespace Twins.Energy.Solvers.Exchange;

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
