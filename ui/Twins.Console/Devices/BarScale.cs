using System.Globalization;
using Twins.Points;

namespace Twins.OperatorConsole.Devices;

/// <summary>The scale of an analogue bar: what it spans, and between which limits a value belongs.</summary>
/// <param name="Low">Value at the left end, canonical.</param>
/// <param name="High">Value at the right end, canonical.</param>
/// <param name="LowerLimit">Lower limit, marked on the bar; null when there is none.</param>
/// <param name="UpperLimit">Upper limit, marked on the bar; null when there is none.</param>
public sealed record BarScale(double Low, double High, double? LowerLimit, double? UpperLimit)
{
    /// <summary>Room beyond a limit, so that a value which breaks it is seen to do so.</summary>
    private const double Headroom = 0.1;

    /// <summary>A bar whose ends are the limits, with room beyond them; zero is always on it.</summary>
    public static BarScale Around(double? lower, double? upper)
    {
        var low = Math.Min(0, lower ?? 0);
        var high = Math.Max(0, upper ?? 0);
        var room = Math.Max((high - low) * Headroom, double.Epsilon);
        return new(low < 0 ? low - room : low, high > 0 ? high + room : high, lower, upper);
    }

    /// <summary>A bar that spans a range and has no limits to break, such as 0 to 100 %.</summary>
    public static BarScale Span(NumberRange range) => new(range.Minimum, range.Maximum, null, null);

    /// <summary>Whether a value breaks a limit.</summary>
    public bool IsBroken(double value) => value < LowerLimit || value > UpperLimit;

    /// <summary>Where a value lies, 0 (left) to 1 (right); what lies beyond the bar is shown at its end.</summary>
    public double Position(double value) => High <= Low ? 0 : Math.Clamp((value - Low) / (High - Low), 0, 1);

    /// <summary>The position as an SVG length.</summary>
    public string Percent(double value) => (Position(value) * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%";

    /// <summary>The filled part, from zero (or the end nearest to it) to the value, as SVG lengths.</summary>
    public (string X, string Width) Fill(double value)
    {
        var origin = Position(0);
        var end = Position(value);
        var width = Math.Abs(end - origin);
        return ((Math.Min(origin, end) * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%",
            (width * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%");
    }
}
