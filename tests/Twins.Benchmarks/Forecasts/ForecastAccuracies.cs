using System.Collections.Immutable;
using System.Globalization;
using Twins.Energy.Forecasting;
using Twins.Tests.Energy.Forecasting;

namespace Twins.Benchmarks.Forecasts;

/// <summary>
/// Day-ahead forecasts of the nine houses from every midnight but those of the first four weeks, beside the baselines from the same
/// origins. Loads and price by share of the mean, photovoltaics by share of the highest value and of the rated 1000 W per kW. What was
/// chosen was chosen on the odd houses and, for photovoltaics, on the first half of the year; the rest was held out.
/// </summary>
internal sealed class ForecastAccuracies : IBenchmark
{
    private const int FirstOrigin = (28 * 24) + 1;
    private const int HalfYear = (183 * 24) + 1;
    private const double RatedW = 1000;
    private static readonly ClearSky Sky = new(CityLearnYear.LatitudeDeg, CityLearnYear.LongitudeDeg);

    public string Name => "forecast-accuracy";

    public string About => "day-ahead forecasts of a year of nine houses: error, pinball, coverage, skill beside the baselines";

    public Task RunAsync(Report report)
    {
        if (CityLearnYear.TryLoad() is not { } year)
        {
            report.Note(CityLearnYear.Missing);
            return Task.CompletedTask;
        }

        report.Note($"{"series",-26}{"nMAE %",8}{"168 h",8}{"24 h",8}{"7 days",8}{"skill",8}{"RMSE",9}{"pinball",9}{"best's",9}{"P10–P90",9}");
        Loads(report, year);
        Others(report, year);
        Photovoltaics(report, year);
        return Task.CompletedTask;
    }

    private static void Loads(Report report, CityLearnYear year)
    {
        Measured(report, "aggregate load", year.Aggregate, target: "≤ 18 %");
        Measured(report, "with temperature", year.Aggregate, inputs: [year.Temperature], target: "≤ 18 %");
        Measured(report, "odd houses together", year.Together([0, 2, 4, 6, 8]));
        Measured(report, "even houses together *", year.Together([1, 3, 5, 7]));
        var houses = year.Loads.Select((load, house) => Measured(report, $"load, house {house + 1}{(house % 2 == 0 ? "" : " *")}", load)).ToList();
        report.Figure("load, median of the houses", 100 * Median(houses.Select(house => house.ErrorOfMean)), "%", "≤ 47.5");
        report.Figure(
            "load, median of the even houses *", 100 * Median(houses.Where((_, house) => house % 2 == 1).Select(house => house.ErrorOfMean)), "%", "≤ 47.5");
    }

    private static void Others(Report report, CityLearnYear year)
    {
        Measured(report, "price", year.Price);
        Measured(report, "carbon intensity *", year.CarbonIntensity);
    }

    private static void Photovoltaics(Report report, CityLearnYear year)
    {
        var roofs = year.Photovoltaics.Select((roof, house) => Measured(report, $"PV, house {house + 1}", roof, sky: Sky)).ToList();
        Measured(report, "PV, all roofs", year.AllRoofs, sky: Sky, target: "≤ 4.5 % of peak");
        Measured(report, "its second half *", year.AllRoofs, sky: Sky, target: "≤ 4.5 % of peak", first: HalfYear);
        Measured(report, "house 1 with weather", year.Photovoltaics[0], inputs: [year.Temperature, year.Diffuse, year.Direct], sky: Sky);

        report.Figure("PV, mean of the roofs, of the highest value", 100 * roofs.Average(roof => roof.ErrorOfPeak), "%", "≤ 4.5");
        report.Figure("PV, median of the roofs, of the highest value", 100 * Median(roofs.Select(roof => roof.ErrorOfPeak)), "%", "≤ 4.5");
        report.Figure("PV, median of the roofs, of the rated power", 100 * Median(roofs.Select(roof => roof.MeanAbsoluteError / RatedW)), "%");
    }

    private static ForecastAccuracy Measured(
        Report report,
        string name,
        RegularSeries series,
        ImmutableArray<RegularSeries>? inputs = null,
        ClearSky? sky = null,
        string? target = null,
        int first = FirstOrigin)
    {
        var evaluation = new RollingEvaluation(series, inputs ?? [], 24, 24);
        var baselines = evaluation.Baselines(first);
        var best = baselines.MinBy(baseline => baseline.MeanAbsoluteError)!;
        var accuracy = evaluation.Measure(sky is null ? Forecasters.Load() : Forecasters.Photovoltaics(sky), first);
        var errors = string.Concat(baselines.Prepend(accuracy).Select(each => Cell(100 * Error(each, sky), 8, "0.00")));
        report.Note(
            $"{name,-26}{errors}{Cell(100 * accuracy.SkillOver(best), 8, "0.0")}{Cell(accuracy.RootMeanSquareError, 9, "0.000")}"
            + $"{Cell(accuracy.Pinball, 9, "0.0000")}{Cell(best.Pinball, 9, "0.0000")}{Cell(100 * accuracy.OpenCoverage, 9, "0.0")}"
            + (target is null ? string.Empty : $"   (target {target})"));
        return accuracy;
    }

    private static double Error(ForecastAccuracy accuracy, ClearSky? sky) => sky is null ? accuracy.ErrorOfMean : accuracy.ErrorOfPeak;

    private static string Cell(double value, int width, string format) => value.ToString(format, CultureInfo.InvariantCulture).PadLeft(width);

    /// <summary>Of an even number the mean of the middle two.</summary>
    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
