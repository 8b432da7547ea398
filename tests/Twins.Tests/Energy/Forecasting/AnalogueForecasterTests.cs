using Twins.Energy.Forecasting;

namespace Twins.Tests.Energy.Forecasting;

public sealed class AnalogueForecasterTests
{
    [Fact]
    public void Forecast_ThreeKindsOfDayInTurn_IsTheKindWhoseTurnItIs()
    {
        var series = SyntheticSeries.Hourly(60 * 24, Turn);

        var forecast = new AnalogueForecaster().Forecast(new(series, 24));

        Assert.All(Enumerable.Range(0, 24), hour =>
        {
            Assert.Equal(Turn((60 * 24) + hour), forecast.P10[hour], 1e-9);
            Assert.Equal(Turn((60 * 24) + hour), forecast.P90[hour], 1e-9);
        });
    }

    [Fact]
    public void Forecast_LevelNeverSeenBefore_IsHalfTakenOver()
    {
        // On the square-root scale the last day lies at 40 and all others at 20: half of the difference makes 30.
        var series = SyntheticSeries.Hourly(40 * 24, hour => hour / 24 == 39 ? 1600 : 400);

        var forecast = new AnalogueForecaster().Forecast(new(series, 24));

        Assert.All(forecast.P50, value => Assert.Equal(900, value, 1e-9));
    }

    [Fact]
    public void Forecast_TwoWeeksAheadFromTheShortestHistory_HasAValueForEachStep()
    {
        var series = SyntheticSeries.Load(21);

        var forecast = new AnalogueForecaster().Forecast(new(series, 14 * 24));

        Assert.All(forecast.P50, value => Assert.InRange(value, 100, 2500));
    }

    [Fact]
    public void Forecast_TooShortAHistory_NamesSeriesAndLengths()
    {
        var error = Assert.Throws<ForecastInputException>(() => new AnalogueForecaster().Forecast(new(SyntheticSeries.Load(20), 24)));

        Assert.Equal("meter power W: the history has 480 steps, but at least 504 (21.00:00:00) are needed.", error.Message);
    }

    private static double Turn(int hour) => (100 * (1 + (hour / 24 % 3))) + (10 * (hour % 24));
}
