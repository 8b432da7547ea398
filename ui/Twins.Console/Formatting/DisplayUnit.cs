using System.Globalization;
using Twins.Points;

namespace Twins.OperatorConsole.Formatting;

/// <summary>
/// The unit in which a point is shown, with the decimals that its resolution deserves. Chosen once from the description and never
/// from the value: a number whose unit jumps with its size cannot be read at a glance. The sign is never touched.
/// </summary>
/// <param name="Symbol">Symbol behind the number; empty where there is none.</param>
/// <param name="Factor">Canonical value = shown value × factor.</param>
/// <param name="Decimals">Decimals shown.</param>
public sealed record DisplayUnit(string Symbol, double Factor, int Decimals)
{
    /// <summary>From this resolution on, in the canonical unit, power and energy are shown in thousands.</summary>
    private const double KiloFromDeadband = 10;

    /// <summary>From this magnitude on, where no resolution is described.</summary>
    private const double KiloFromRange = 5_000;

    /// <summary>Steps that a range should be told apart in, where no resolution is described.</summary>
    private const double StepsPerSpan = 2_000;

    private const int MaximumDecimals = 3;

    private static readonly string[] KiloUnits = ["W", "Wh", "var", "varh", "VA", "VAh"];

    private static readonly NumberFormatInfo NumberStyle = new()
    {
        NegativeSign = "\u2212",
        NumberGroupSeparator = "\u202f",
        NumberDecimalSeparator = ".",
    };

    /// <summary>Sums of power.</summary>
    public static DisplayUnit Kilowatts { get; } = new("kW", 1_000, 1);

    /// <summary>A share, such as a state of charge.</summary>
    public static DisplayUnit Percent { get; } = new("%", 1, 0);

    /// <summary>Chooses for a point by its resolution, or else by its range.</summary>
    public static DisplayUnit For(PointDefinition point)
    {
        var symbol = point.Unit?.Symbol is { } described and not "1" ? described : "";
        var kilo = KiloUnits.Contains(symbol) && IsCoarse(point);
        var factor = kilo ? 1_000 : 1;
        return new(kilo ? "k" + symbol : symbol, factor, DecimalsFor(point, factor));
    }

    /// <summary>The number as shown, without its unit: a true minus sign, narrow spaces between thousands.</summary>
    public string Number(double canonical)
    {
        var shown = Math.Round(canonical / Factor, Decimals, MidpointRounding.AwayFromZero);
        // −0.04 with one decimal would read "−0.0".
        shown = shown == 0 ? 0 : shown;
        return shown.ToString("N" + Decimals.ToString(CultureInfo.InvariantCulture), NumberStyle);
    }

    /// <summary>Number and unit.</summary>
    public string Text(double canonical) => Symbol.Length == 0 ? Number(canonical) : Number(canonical) + "\u00a0" + Symbol;

    /// <summary>The canonical value of a number in this unit.</summary>
    public double ToCanonical(double shown) => shown * Factor;

    /// <summary>A canonical value in this unit.</summary>
    public double FromCanonical(double canonical) => canonical / Factor;

    private static bool IsCoarse(PointDefinition point) =>
        point.Deadband > 0 ? point.Deadband >= KiloFromDeadband : point.Range is not { } range || Magnitude(range) >= KiloFromRange;

    private static int DecimalsFor(PointDefinition point, double factor)
    {
        var step = point.Deadband > 0 ? point.Deadband
            : point is { Kind: not PointKind.Counter, Range: { } range } ? (range.Maximum - range.Minimum) / StepsPerSpan
            : 0;
        if (step <= 0)
        {
            return factor > 1 ? 1 : 0;
        }
        return Math.Clamp((int)Math.Round(-Math.Log10(step / factor)), factor > 1 ? 1 : 0, MaximumDecimals);
    }

    private static double Magnitude(NumberRange range) => Math.Max(Math.Abs(range.Minimum), Math.Abs(range.Maximum));
}
