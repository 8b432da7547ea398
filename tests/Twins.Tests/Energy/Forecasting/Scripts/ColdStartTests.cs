using Twins.Energy.Forecasting;
using Twins.Energy.Forecasting.Measures;

namespace Twins.Tests.Energy.Forecasting.Scripts;

/// <summary>A meter that has just been put in: what is forecast from its first day on.</summary>
public sealed class ColdStartTests
{
    [Fact]
    public void Load_FirstDays_SpeaksFromTheFirstAndGetsNearer()
    {
        var series = SyntheticSeries.Load(130);
        var forecaster = Forecasters.Load();

        AccuracyMeter[] meters = [new("first week"), new("third month")];
        for (var day = 1; day < 130; day++)
        {
            var forecast = forecaster.Forecast(new(series.First(day * 24), 24));

            Assert.All(Enumerable.Range(0, 24), hour => Assert.InRange(forecast.P50[hour], forecast.P10[hour], forecast.P90[hour]));
            if (day <= 7)
            {
                meters[0].Add(forecast, series.Values.Slice(day * 24, 24));
            }
            else if (day >= 60)
            {
                meters[1].Add(forecast, series.Values.Slice(day * 24, 24));
            }
        }

        // Noise of 10 % alone is 8 % of error; yesterday instead of the mean makes it 11 %, and each change to or from a weekend more.
        Assert.InRange(meters[0].Read().ErrorOfMean, 0.1, 0.3);
        Assert.InRange(meters[1].Read().ErrorOfMean, 0.07, 0.095);
        Assert.InRange(meters[1].Read().Coverage, 0.75, 0.85);
    }

    [Fact]
    public void Load_SecondDay_HasTheRangeOfTheFirstAsItsBand()
    {
        var series = SyntheticSeries.Hourly(24, hour => hour);

        var forecast = Forecasters.Load().Forecast(new(series, 24));

        Assert.Equal(series.Values.ToArray(), forecast.P50.Select(value => Math.Round(value, 9)));
        Assert.Equal(2.3, forecast.P10[12], 1e-9);
        Assert.Equal(20.7, forecast.P90[12], 1e-9);
    }

    [Fact]
    public void Load_LessThanADay_SaysHowMuchIsMissing()
    {
        var error = Assert.Throws<ForecastInputException>(() => Forecasters.Load().Forecast(new(SyntheticSeries.Hourly(23, _ => 1), 24)));

        Assert.Equal("meter power W: the history has 23 steps, but at least 24 (1.00:00:00) are needed.", error.Message);
    }
}
