using Twins.Energy.Forecasting;

namespace Twins.Tests.Energy.Forecasting;

public sealed class GuardedForecasterTests
{
    [Fact]
    public void Forecast_TariffOfTheWeek_IsTheOneOfAWeekAgo()
    {
        // Peaks on working days only, at hours that shift from day to day: exact by the week, by nothing else.
        var tariff = SyntheticSeries.Hourly(70 * 24, hour => hour / 24 % 7 < 5 && (hour % 24) / 4 == hour / 24 % 7 ? 0.54 : 0.22);

        var forecast = new GuardedForecaster(new RegressionForecaster()).Forecast(new(tariff, 24));

        Assert.Equal("168 h naive", forecast.Method);
        Assert.Equal(tariff.Values.Slice(63 * 24, 24).ToArray(), forecast.P50);
    }

    [Fact]
    public void Forecast_TariffThatChangesWithTheSeason_IsExactAgainAfterAWeekOfTheNewOne()
    {
        var tariff = SyntheticSeries.Hourly(120 * 24, hour => (hour / 24 < 80 ? 0.2 : 0.4) + (hour / 24 % 7 < 5 && hour % 24 > 15 ? 0.1 : 0));
        var forecaster = new GuardedForecaster(new SameTimeMedian());
        var errors = new double[120];
        for (var day = 30; day < 120; day++)
        {
            var forecast = forecaster.Forecast(new(tariff.First(day * 24), 24));
            errors[day] = Enumerable.Range(0, 24).Sum(hour => Math.Abs(forecast.P50[hour] - tariff.Values[(day * 24) + hour]));
        }

        Assert.All(errors[30..80], error => Assert.Equal(0, error));
        Assert.True(errors[80] > 1, "the change itself cannot be known");

        // A week until the tariff of a week ago is the new one, a week more until it has been exact seven times.
        Assert.All(errors[94..], error => Assert.Equal(0, error));
    }

    [Fact]
    public void Forecast_NoisyLoad_IsTheRegressions()
    {
        var request = new ForecastRequest(SyntheticSeries.Load(70), 24);

        Assert.Equal("quantile regression", new GuardedForecaster(new RegressionForecaster()).Forecast(request).Method);
    }
}
