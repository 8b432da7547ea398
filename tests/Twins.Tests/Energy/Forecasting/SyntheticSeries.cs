using Twins.Energy.Forecasting.Series;

namespace Twins.Tests.Energy.Forecasting;

/// <summary>Series whose law is known, so that what a forecast should be is known too.</summary>
internal static class SyntheticSeries
{
    /// <summary>A Monday.</summary>
    public static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    public static RegularSeries Hourly(int count, Func<int, double> value) => Create(TimeSpan.FromHours(1), count, value);

    public static RegularSeries Create(TimeSpan step, int count, Func<int, double> value) =>
        new("meter power W", Start, step, Enumerable.Range(0, count).Select(value).ToArray());

    /// <summary>A daily course that is lower at weekends, times noise of a tenth: the same for the same seed.</summary>
    public static RegularSeries Load(int days, int seed = 1)
    {
        var random = new Random(seed);
        return Hourly(days * 24, hour => Course(hour) * (1 + (0.1 * Normal(random))));
    }

    public static double Course(int hour) =>
        (1000 + (600 * Math.Sin(2 * Math.PI * (hour % 24) / 24.0))) * (hour / 24 % 7 >= 5 ? 0.6 : 1);

    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
