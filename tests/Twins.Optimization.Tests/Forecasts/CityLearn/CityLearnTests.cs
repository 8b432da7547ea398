using System.Globalization;
using Twins.Optimization.Forecasts;
using Twins.Optimization.Forecasts.Measures;
using Twins.Optimization.Forecasts.Series;
using Twins.Optimization.Forecasts.Solar;

namespace Twins.Optimization.Tests.Forecasts.CityLearn;

/// <summary>
/// Day-ahead forecasts of measured houses, from five weeks' midnights so that it takes seconds; the whole year, house by house, is what
/// the benchmark <c>forecast-accuracy</c> prints.
/// </summary>
public sealed class CityLearnTests(ITestOutputHelper output)
{
    private const int FirstOrigin = (60 * 24) + 1;
    private const int LastOrigin = FirstOrigin + (34 * 24);
    private static readonly CityLearnYear? Year = CityLearnYear.TryLoad();

    [Fact]
    public void Measure_Loads_BeatTheBestBaselineAndCoverFourOfFive()
    {
        Assert.SkipWhen(Year is null, CityLearnYear.Missing);
        foreach (var load in new[] { Year.Aggregate, Year.Loads[3] })
        {
            RequireBetter(load, Forecasters.Load(), leastSkill: 0.05, coverage: (0.75, 0.85));
        }
    }

    [Fact]
    public void Measure_Photovoltaics_IsWithTheBestBaselineAndCoversFourOfFive()
    {
        Assert.SkipWhen(Year is null, CityLearnYear.Missing);
        var sky = new ClearSky(CityLearnYear.LatitudeDeg, CityLearnYear.LongitudeDeg);

        // Of the weather nothing is known but the days before, so there is little to gain, and a few weeks may go either way.
        RequireBetter(Year.Photovoltaics[0], Forecasters.Photovoltaics(sky), leastSkill: 0.0, coverage: (0.75, 0.85));
    }

    [Fact]
    public void Weather_Forecast_IsWhatThenWasAndWasKnownADayBefore()
    {
        Assert.SkipWhen(Year is null, CityLearnYear.Missing);

        Assert.Equal(24, Year.Temperature.Values[..100].Count(double.NaN));
        Assert.Equal(8760, Year.Temperature.Count);
    }

    private void RequireBetter(RegularSeries series, IForecaster forecaster, double leastSkill, (double Least, double Most) coverage)
    {
        var evaluation = new RollingEvaluation(series, [], 24, 24);
        var best = evaluation.Baselines(FirstOrigin, LastOrigin).MinBy(baseline => baseline.MeanAbsoluteError)!;
        var accuracy = evaluation.Measure(forecaster, FirstOrigin, LastOrigin);

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{series.Name}: {accuracy.ErrorOfMean:P1} of mean, skill {accuracy.SkillOver(best):P1}, coverage {accuracy.OpenCoverage:P1}"));
        Assert.True(accuracy.SkillOver(best) >= leastSkill, $"{series.Name}: {accuracy}, best baseline {best}");
        Assert.InRange(accuracy.OpenCoverage, coverage.Least, coverage.Most);
    }
}
