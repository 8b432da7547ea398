using System.Globalization;

namespace Twins.Benchmarks;

/// <summary>Prints figures under each other: what was measured, how much, and the target where there is one.</summary>
internal sealed class Report(TextWriter output)
{
    private const int LabelWidth = 52;
    private const int ValueWidth = 16;

    /// <summary>A figure of our own, with its target.</summary>
    public void Figure(string label, double value, string unit, string? target = null) =>
        output.WriteLine(
            $"  {label,-LabelWidth}{Format(value),ValueWidth} {unit}{(target is null ? "" : $"   (target {target})")}");

    /// <summary>A figure of something else in the same run, to compare with.</summary>
    public void Yardstick(string label, double value, string unit) => Figure($"yardstick: {label}", value, unit);

    public void Note(string text) => output.WriteLine($"  {text}");

    private static string Format(double value) => value.ToString(Math.Abs(value) < 100 ? "N2" : "N0", CultureInfo.InvariantCulture);
}
