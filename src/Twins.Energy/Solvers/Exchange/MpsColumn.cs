using Twins.Energy.Solvers.Model;

namespace Twins.Energy.Solvers.Exchange;

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
