using System.Globalization;

namespace Twins.OperatorConsole.Formatting;

/// <summary>Ages in words; whole seconds, so that a live cell is redrawn no more than once a second for it.</summary>
public static class Age
{
    /// <summary>Such as <c>0 s</c>, <c>45 s</c>, <c>3 min 20 s</c>, <c>2 h 5 min</c>, <c>3 d 4 h</c>. A time ahead of ours counts as now.</summary>
    public static string Text(TimeSpan age)
    {
        var seconds = Math.Max(0, (long)age.TotalSeconds);
        return seconds switch
        {
            < 100 => Format($"{seconds} s"),
            < 3_600 => Format($"{seconds / 60} min {seconds % 60} s"),
            < 86_400 => Format($"{seconds / 3_600} h {seconds / 60 % 60} min"),
            _ => Format($"{seconds / 86_400} d {seconds / 3_600 % 24} h"),
        };
    }

    /// <summary>A duration that somebody chose: as an age, without a zero at its end (<c>5 min</c>).</summary>
    public static string Duration(TimeSpan duration)
    {
        var text = Text(duration);
        return text.IndexOf(" 0 ", StringComparison.Ordinal) is > 0 and var zero ? text[..zero] : text;
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
