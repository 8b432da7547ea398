namespace Twins.Client.Live;

/// <summary>A copy of a point's recent values, oldest first, as two arrays of the same length.</summary>
/// <param name="TimesMs">Times in milliseconds since 1970-01-01T00:00:00Z, ascending.</param>
/// <param name="Values">Values in the canonical unit; <see cref="double.NaN"/> where there was no fresh value: a gap, never a line.</param>
public sealed record TrendSeries(double[] TimesMs, double[] Values)
{
    /// <summary>No values.</summary>
    public static TrendSeries Empty { get; } = new([], []);
}
