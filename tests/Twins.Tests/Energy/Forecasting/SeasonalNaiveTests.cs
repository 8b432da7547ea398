using Twins.Energy.Forecasting;

namespace Twins.Tests.Energy.Forecasting;

public sealed class SeasonalNaiveTests
{
    [Fact]
    public void Forecast_ThreeSeasons_AreTheValuesThatTheyNameAlsoBeyondOneDay()
    {
        var history = SyntheticSeries.Hourly(14 * 24, hour => hour);
        var request = new ForecastRequest(history, 30);

        var daily = SeasonalNaive.Daily.Forecast(request);
        var weekly = SeasonalNaive.Weekly.Forecast(request);
        var mean = SeasonalNaive.WeekMean.Forecast(request);

        Assert.Equal(history.Count - 24, daily.P50[0]);
        Assert.Equal(daily.P50[0], daily.P50[24]);
        Assert.Equal(history.Count - 168 + 29, weekly.P50[29]);
        Assert.Equal(history.Count - 24 - (3 * 24), mean.P50[0]);
        Assert.Equal(history.End, daily.Start);
    }

    [Fact]
    public void Forecast_HistoryShorterThanItsSeason_NamesSeriesAndLengths()
    {
        var request = new ForecastRequest(SyntheticSeries.Hourly(100, _ => 1), 24);

        var error = Assert.Throws<ForecastInputException>(() => SeasonalNaive.Weekly.Forecast(request));

        Assert.Equal("meter power W: the history has 100 steps, but at least 168 (7.00:00:00) are needed.", error.Message);
    }

    [Fact]
    public void Forecast_FewerThanThreeErrors_HasTheRangeOfTheHistory()
    {
        var history = SyntheticSeries.Hourly(3 * 24, hour => hour % 24);

        var forecast = SeasonalNaive.Daily.Forecast(new(history, 24));

        Assert.Equal(2, forecast.P10[12]);
        Assert.Equal(21, forecast.P90[12]);
        Assert.Equal(23, forecast.P90[23]);
    }

    [Fact]
    public void Forecast_NoisyDays_CoverAboutFourOfFive()
    {
        var series = SyntheticSeries.Load(120);
        var accuracy = new RollingEvaluation(series, [], 24, 24).Measure(SeasonalNaive.WeekMean, 35 * 24);

        Assert.InRange(accuracy.Coverage, 0.7, 0.85);
    }
}

public sealed class SameTimeMedianTests
{
    [Fact]
    public void Forecast_OneOddDay_HardlyMovesIt()
    {
        var series = SyntheticSeries.Hourly(20 * 24, hour => hour / 24 == 18 ? 9000 : 100 + (hour % 24));

        var forecast = new SameTimeMedian().Forecast(new(series, 30));

        Assert.Equal(Enumerable.Range(0, 30).Select(hour => 100.0 + (hour % 24)), forecast.P50);
    }

    [Fact]
    public void Forecast_DaysThatGrow_HasTheQuantilesOfTheLastTwoWeeks()
    {
        var series = SyntheticSeries.Hourly(40 * 24, hour => hour / 24);

        var forecast = new SameTimeMedian().Forecast(new(series, 24));

        Assert.Equal((26 + 39) / 2.0, forecast.P50[5], 1e-12);
        Assert.Equal(26 + 1.3, forecast.P10[5], 1e-12);
        Assert.Equal(39 - 1.3, forecast.P90[5], 1e-12);
    }
}
