using System.Globalization;
using System.Runtime.CompilerServices;

namespace Twins.Energy.Physics;

/// <summary>Checks of physical values: every refusal names the element, the value's name, the value and the limit it broke.</summary>
internal static class Require
{
    public static void Finite(double value, string element, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!double.IsFinite(value))
        {
            throw Refusal(element, name, value, "must be a finite number");
        }
    }

    public static void Positive(double value, string element, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!double.IsFinite(value) || value <= 0)
        {
            throw Refusal(element, name, value, "must be a finite number above 0");
        }
    }

    public static void NotNegative(double value, string element, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!double.IsFinite(value) || value < 0)
        {
            throw Refusal(element, name, value, "must be a finite number of at least 0");
        }
    }

    public static void Within(
        double value, double lowest, double highest, string element, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (double.IsNaN(value) || value < lowest || value > highest)
        {
            throw Refusal(element, name, value, string.Create(CultureInfo.InvariantCulture, $"must lie within {lowest} … {highest}"));
        }
    }

    /// <summary>A limit may be infinite ("none") but never NaN or negative.</summary>
    public static void Limit(double value, string element, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (double.IsNaN(value) || value < 0)
        {
            throw Refusal(element, name, value, "must be at least 0 (infinity means no limit)");
        }
    }

    public static void After(
        DateTimeOffset later,
        DateTimeOffset earlier,
        string element,
        [CallerArgumentExpression(nameof(later))] string laterName = "",
        [CallerArgumentExpression(nameof(earlier))] string earlierName = "")
    {
        if (later <= earlier)
        {
            throw new ArgumentOutOfRangeException(
                laterName, later, $"{element}: {laterName} {later:O} must be after {earlierName} {earlier:O}.");
        }
    }

    /// <summary>The step's length in hours.</summary>
    public static double Hours(TimeSpan step, string element)
    {
        if (step <= TimeSpan.Zero)
        {
            throw Refusal(element, "step", step.TotalSeconds, "must be longer than 0 s");
        }

        return step.TotalHours;
    }

    private static ArgumentOutOfRangeException Refusal(string element, string name, double value, string rule) =>
        new(name, value, string.Create(CultureInfo.InvariantCulture, $"{element}: {name} {rule}, but it is {value}."));
}
