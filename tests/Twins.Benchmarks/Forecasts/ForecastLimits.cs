using System.Globalization;
using Twins.Energy.Forecasting;
using Twins.Tests.Energy.Forecasting;

namespace Twins.Benchmarks.Forecasts;

/// <summary>
/// What keeps the error of the nine houses' load up: forecasts that know what no forecast can, and the error by the number of houses.
/// </summary>
internal sealed class ForecastLimits : IBenchmark
{
    private const int FirstOrigin = (28 * 24) + 1;
    private const double Target = 0.18;

    public string Name => "forecast-limits";

    public string About => "what limits day-ahead forecasts of the nine houses: cheating forecasts, and the number of houses";

    public Task RunAsync(Report report)
    {
        if (CityLearnYear.TryLoad() is not { } year)
        {
            report.Note(CityLearnYear.Missing);
            return Task.CompletedTask;
        }

        report.Figure("day-ahead blend", 100 * Error(year.Aggregate), "%", "≤ 18");
        report.Figure("the same, scaled to the true energy of the day", 100 * ScaledToTheDay(year.Aggregate), "%");
        foreach (var days in new[] { 1, 2, 7 })
        {
            report.Figure($"median of the same hour, {days} days before and after", 100 * TwoSided(year.Aggregate, days), "%");
        }

        ByNumber(report, year);
        return Task.CompletedTask;
    }

    /// <summary>Square of the error against 1/houses: what all houses have in common, and what each adds by itself.</summary>
    private static void ByNumber(Report report, CityLearnYear year)
    {
        var points = new List<(double Share, double Square)>();
        foreach (var houses in new[] { 3, 5, 7, 9 })
        {
            var groups = Enumerable.Range(0, houses == 9 ? 1 : 4)
                .Select(first => Error(year.Together([.. Enumerable.Range(0, houses).Select(each => ((2 * first) + each) % 9)])))
                .ToList();
            report.Figure($"{houses} houses, mean of {groups.Count} groups", 100 * groups.Average(), "%");
            points.Add((1.0 / houses, groups.Average() * groups.Average()));
        }

        var (share, square) = (points.Average(point => point.Share), points.Average(point => point.Square));
        var each = points.Sum(point => (point.Share - share) * (point.Square - square)) / points.Sum(point => (point.Share - share) * (point.Share - share));
        var common = square - (each * share);
        report.Note(string.Create(
            CultureInfo.InvariantCulture, $"error² = {100 * Math.Sqrt(common):0.0}² + {100 * Math.Sqrt(each):0.0}²/houses (in %)"));
        report.Figure("so 17 houses, as the whole challenge has", 100 * Math.Sqrt(common + (each / 17)), "%");
        report.Figure("and 18 % takes houses", each / ((Target * Target) - common), string.Empty);
    }

    private static double Error(RegularSeries load) =>
        new RollingEvaluation(load, [], 24, 24).Measure(Forecasters.Load(), FirstOrigin).ErrorOfMean;

    private static double ScaledToTheDay(RegularSeries load)
    {
        var (forecaster, error, sum) = (Forecasters.Load(), 0.0, 0.0);
        for (var origin = FirstOrigin; origin + 24 <= load.Count; origin += 24)
        {
            var forecast = forecaster.Forecast(new(load.First(origin), 24));
            var came = load.Values.Slice(origin, 24).ToArray();
            var factor = came.Sum() / forecast.P50.Sum();
            error += came.Select((value, hour) => Math.Abs(value - (factor * forecast.P50[hour]))).Sum();
            sum += came.Sum();
        }

        return error / sum;
    }

    /// <summary>Knows the days after, but not the day itself.</summary>
    private static double TwoSided(RegularSeries load, int days)
    {
        var (error, sum) = (0.0, 0.0);
        for (var hour = FirstOrigin; hour < load.Count; hour++)
        {
            double[] around = [.. Enumerable.Range(-days, (2 * days) + 1)
                .Where(day => day != 0 && hour + (24 * day) < load.Count)
                .Select(day => load.Values[hour + (24 * day)])
                .Order()];
            error += Math.Abs(load.Values[hour] - ((around[(around.Length - 1) / 2] + around[around.Length / 2]) / 2));
            sum += load.Values[hour];
        }

        return error / sum;
    }
}
