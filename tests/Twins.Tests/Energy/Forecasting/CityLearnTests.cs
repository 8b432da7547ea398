using System.Globalization;
using Twins.Energy.Forecasting;

namespace Twins.Tests.Energy.Forecasting;

/// <summary>
/// Day-ahead forecasts of measured houses, from five weeks' midnights so that it takes seconds; the whole year, house by house, is what
/// the benchmark <c>forecast-accuracy</c> prints.
/// </summary>
public sealed class CityLearnTests(ITestOutputHelper output)
{
    private const int Days = 34;
    private static readonly CityLearnYear? Year = CityLearnYear.TryLoad();

    // Each bound lies two to four points below what is reached: losing an expert, the weights or the calibration costs more.
    [Fact]
    public void Measure_Loads_BeatTheBestBaselineAndCoverFourOfFive()
    {
        Assert.SkipWhen(Year is null, CityLearnYear.Missing);

        RequireBetter(Year.Aggregate, Forecasters.Load(), firstDay: 60, minSkill: 0.13, coverage: (0.75, 0.85));
        RequireBetter(Year.Loads[3], Forecasters.Load(), firstDay: 60, minSkill: 0.15, coverage: (0.75, 0.85));
    }

    [Fact]
    public void Measure_Photovoltaics_BeatsTheBestBaselineAndCoversFourOfFive()
    {
        Assert.SkipWhen(Year is null, CityLearnYear.Missing);
        var sky = new ClearSky(CityLearnYear.LatitudeDeg, CityLearnYear.LongitudeDeg);

        RequireBetter(Year.Photovoltaics[0], Forecasters.Photovoltaics(sky), firstDay: 230, minSkill: 0.09, coverage: (0.75, 0.85));
    }

    [Fact]
    public void Weather_Forecast_IsWhatThenWasAndWasKnownADayBefore()
    {
        Assert.SkipWhen(Year is null, CityLearnYear.Missing);

        Assert.Equal(24, Year.Temperature.Values[..100].Count(double.NaN));
        Assert.Equal(8760, Year.Temperature.Count);
    }

    private void RequireBetter(RegularSeries series, IForecaster forecaster, int firstDay, double minSkill, (double Least, double Most) coverage)
    {
        var (first, last) = ((24 * firstDay) + 1, (24 * (firstDay + Days)) + 1);
        var evaluation = new RollingEvaluation(series, [], 24, 24);
        var best = evaluation.Baselines(first, last).MinBy(baseline => baseline.MeanAbsoluteError)!;
        var accuracy = evaluation.Measure(forecaster, first, last);

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{series.Name}: {accuracy.ErrorOfMean:P1} of mean, skill {accuracy.SkillOver(best):P1}, coverage {accuracy.OpenCoverage:P1}"));
        Assert.True(accuracy.SkillOver(best) >= minSkill, $"{series.Name}: {accuracy}, best baseline {best}");
        Assert.InRange(accuracy.OpenCoverage, coverage.Least, coverage.Most);
    }
}
