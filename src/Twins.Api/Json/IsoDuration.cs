using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace Twins.Api.Json;

/// <summary>
/// Durations as ISO 8601-1 clause 5.5.2 writes them, such as <c>PT5M</c>. Years and months are refused: they are no fixed time.
/// </summary>
internal static partial class IsoDuration
{
    /// <summary>Writes a duration, such as <c>PT1M30S</c>.</summary>
    public static string Format(TimeSpan duration) => XmlConvert.ToString(duration);

    /// <summary>Reads a duration such as <c>PT5M</c>, <c>P1D</c> or <c>PT0.5S</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TimeSpan duration)
    {
        duration = default;
        if (text is null || !Duration().IsMatch(text))
        {
            return false;
        }

        try
        {
            duration = XmlConvert.ToTimeSpan(text);
            return true;
        }
        catch (Exception fault) when (fault is FormatException or OverflowException)
        {
            return false;
        }
    }

    /// <summary>Reads a duration, or a bare number of seconds as people write it into a query.</summary>
    public static bool TryParseOrSeconds(string text, out TimeSpan duration)
    {
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= TimeSpan.MaxValue.TotalSeconds / 2)
        {
            duration = TimeSpan.FromSeconds(seconds);
            return true;
        }

        return TryParse(text, out duration);
    }

    [GeneratedRegex(@"^P(?=\d|T\d)(\d{1,7}D)?(T(\d{1,9}H)?(\d{1,9}M)?(\d{1,9}(\.\d{1,7})?S)?)?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Duration();
}
