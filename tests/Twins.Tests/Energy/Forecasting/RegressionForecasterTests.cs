using Twins.Energy.Forecasting;

namespace Twins.Tests.Energy.Forecasting;

public sealed class RegressionForecasterTests
{
    [Fact]
    public void Forecast_KnownCourseWithNoise_ErrsLittleMoreThanTheNoiseAndCoversFourOfFive()
    {
        var series = SyntheticSeries.Load(100);
        var evaluation = new RollingEvaluation(series, [], 24, 24);

        var accuracy = evaluation.Measure(new RegressionForecaster(), 56 * 24);

        // A normal deviation of 10 % means a mean absolute error of 8 %, which no forecast can undercut.
        Assert.InRange(accuracy.ErrorOfMean, 0.07, 0.092);
        Assert.InRange(accuracy.Coverage, 0.75, 0.85);
        Assert.All(evaluation.Baselines(56 * 24), baseline => Assert.True(accuracy.SkillOver(baseline) > 0.05));
    }

    [Fact]
    public void Forecast_LoadThatFollowsTheTemperature_UsesTheForecastOfIt()
    {
        var random = new Random(5);
        var degrees = Enumerable.Range(0, 121).Select(_ => 10 + (8 * SyntheticSeries.Normal(random))).ToArray();
        var temperature = SyntheticSeries.Hourly(120 * 24, hour => degrees[hour / 24]);
        var load = SyntheticSeries.Hourly(120 * 24, hour => 5000 + (100 * degrees[hour / 24]));

        var with = new RollingEvaluation(load, [temperature], 24, 24).Measure(new RegressionForecaster(), 90 * 24);
        var without = new RollingEvaluation(load, [], 24, 24).Measure(new RegressionForecaster(), 90 * 24);

        Assert.True(with.SkillOver(without) > 0.9, $"{with.MeanAbsoluteError} W with, {without.MeanAbsoluteError} W without");
    }

    [Fact]
    public void Forecast_SameCallsTwice_AreTheSame()
    {
        var series = SyntheticSeries.Load(60);
        var (one, other) = (new RegressionForecaster(), new RegressionForecaster());
        foreach (var day in new[] { 50, 51, 58, 60 })
        {
            var request = new ForecastRequest(series.First(day * 24), 24);

            Assert.Equal(one.Forecast(request).P90, other.Forecast(request).P90);
        }
    }

    [Fact]
    public void Forecast_TenthMissing_SaysSoAndStaysNear()
    {
        var whole = SyntheticSeries.Load(60);
        var random = new Random(2);
        var holed = SyntheticSeries.Hourly(whole.Count, hour => random.Next(10) == 0 ? double.NaN : whole.Values[hour]);

        var forecast = new RegressionForecaster().Forecast(new(holed, 24));

        Assert.Equal(holed.GapShare, forecast.GapShare);
        Assert.InRange(forecast.GapShare, 0.07, 0.13);
        Assert.All(Enumerable.Range(0, 24), hour =>
            Assert.Equal(SyntheticSeries.Course(whole.Count + hour), forecast.P50[hour], 0.15 * SyntheticSeries.Course(whole.Count + hour)));
    }

    [Fact]
    public void Forecast_QuarterHoursOverTwoDays_AreOrderedAndWithinTheBounds()
    {
        var series = SyntheticSeries.Create(TimeSpan.FromMinutes(15), 40 * 96, step => SyntheticSeries.Course(step / 4));

        var forecast = new RegressionForecaster(new() { MaxValue = 1500 }).Forecast(new(series, 192));

        Assert.Equal(192, forecast.P50.Length);
        Assert.All(Enumerable.Range(0, 192), step =>
        {
            Assert.InRange(forecast.P10[step], 0, forecast.P50[step]);
            Assert.InRange(forecast.P90[step], forecast.P50[step], 1500);
        });
    }

    [Fact]
    public void Forecast_NothingButGaps_NamesTheSeries()
    {
        var request = new ForecastRequest(SyntheticSeries.Hourly(30 * 24, _ => double.NaN), 24);

        var error = Assert.Throws<ForecastInputException>(() => new RegressionForecaster().Forecast(request));

        Assert.StartsWith("meter power W: the history from 2026-01-05", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_Defaults_AreAsDocumented()
    {
        var options = new RegressionForecasterOptions();

        Assert.Equal(TimeSpan.FromDays(182), options.LearntHistory);
        Assert.Equal(TimeSpan.FromDays(60), options.HalfLife);
        Assert.Equal(TimeSpan.FromDays(7), options.RelearnAfter);
        Assert.Equal(TimeSpan.FromDays(28), options.CalibrationWindow);
        Assert.Equal(0.01, options.Penalty);
        Assert.Equal(ValueScale.Root, options.Scale);
        Assert.Equal(0, options.MinValue);
        Assert.Equal(double.PositiveInfinity, options.MaxValue);
    }

    [Fact]
    public void Options_NegativePenalty_IsNamed()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new RegressionForecaster(new() { Penalty = -1 }));

        Assert.Contains("Penalty must be a finite number of at least 0, but it is -1.", error.Message, StringComparison.Ordinal);
    }
}
