using Twins.Energy.Forecasting.Baselines;

namespace Twins.Tests.Energy.Forecasting.Baselines;

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
