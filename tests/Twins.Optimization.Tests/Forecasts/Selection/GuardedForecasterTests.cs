using Twins.Optimization.Forecasts;
using Twins.Optimization.Forecasts.Regression;
using Twins.Optimization.Forecasts.Selection;

namespace Twins.Optimization.Tests.Forecasts.Selection;

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
    public void Forecast_NoisyLoad_IsTheRegressions()
    {
        var request = new ForecastRequest(SyntheticSeries.Load(70), 24);

        Assert.Equal("quantile regression", new GuardedForecaster(new RegressionForecaster()).Forecast(request).Method);
    }
}
