using Twins.Energy.Forecasting;

namespace Twins.Tests.Energy.Forecasting;

public sealed class ArrivalForecasterTests
{
    [Theory]
    [InlineData(3, 1, 0.1, 1)]
    [InlineData(3, 1, 0.5, 3)]
    [InlineData(3, 1, 0.9, 5)]
    [InlineData(2, 2, 0.6, 2)]
    [InlineData(2, 2, 0.9, 5)]
    [InlineData(0, 1, 0.9, 0)]
    [InlineData(1000, 1, 0.5, 1000)]
    public void Quantile_PublishedDistributions_AreTheirs(double mean, double dispersion, double probability, int count) =>
        Assert.Equal(count, CountDistribution.Quantile(mean, dispersion, probability));

    [Fact]
    public void Expect_PoissonArrivalsOfKnownRates_AreNearThem()
    {
        var expected = ArrivalForecaster.Expect(new(Arrivals(140), 24));

        Assert.All(Enumerable.Range(0, 24), hour => Assert.Equal(Rate((140 * 24) + hour), expected[hour], 1.5));
    }

    [Fact]
    public void Measure_PoissonArrivals_BeatsTheBaselinesAndCoversAtLeastFourOfFive()
    {
        var evaluation = new RollingEvaluation(Arrivals(70), [], 24, 24);

        var accuracy = evaluation.Measure(new ArrivalForecaster(), 35 * 24);

        Assert.All(evaluation.Baselines(35 * 24), baseline => Assert.True(accuracy.Pinball < baseline.Pinball, baseline.Method));
        Assert.InRange(accuracy.Coverage, 0.8, 0.97);
    }

    [Fact]
    public void Forecast_NegativeCount_NamesSeriesTimeAndValue()
    {
        var history = SyntheticSeries.Hourly(20 * 24, hour => hour == 30 ? -1 : 1);

        var error = Assert.Throws<ForecastInputException>(() => new ArrivalForecaster().Forecast(new(history, 24)));

        Assert.Equal("meter power W: the count at 2026-01-06T06:00:00.0000000+00:00 is -1, but it must be at least 0.", error.Message);
    }

    private static double Rate(int hour) => (hour / 24 % 7 >= 5 ? 1 : 4) * (hour % 24 is >= 7 and <= 18 ? 1.5 : 0.25);

    /// <summary>Counts by the exponential gaps between arrivals.</summary>
    private static RegularSeries Arrivals(int days)
    {
        var random = new Random(4);
        return SyntheticSeries.Hourly(days * 24, hour =>
        {
            var count = -1;
            for (var time = 0.0; time < 1; count++)
            {
                time += -Math.Log(1 - random.NextDouble()) / Rate(hour);
            }

            return count;
        });
    }
}
