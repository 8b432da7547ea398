using Twins.Energy.Forecasting;

namespace Twins.Tests.Energy.Forecasting;

public sealed class BlendedForecasterTests
{
    [Fact]
    public void Forecast_OneTooHighByTwiceWhatTheOtherIsTooLow_LearnsWhichIsNearer()
    {
        var series = SyntheticSeries.Hourly(200 * 24, _ => 100);
        var blend = new BlendedForecaster([new Constant("high", 120), new Constant("low", 90)], new() { Scale = ValueScale.Linear });

        var first = blend.Forecast(new(series.First(24), 24)).P50[0];
        for (var day = 2; day < 200; day++)
        {
            blend.Forecast(new(series.First(day * 24), 24));
        }

        Assert.Equal(105, first, 1e-9);
        Assert.Equal(100, blend.Forecast(new(series, 24)).P50[0], 1.0);
        Assert.Equal(1 / 3.0, blend.Weights[0], 0.03);
    }

    [Fact]
    public void Forecast_ExpertsWithErrorsOfTheirOwn_IsNearerThanEither()
    {
        var random = new Random(4);
        var series = SyntheticSeries.Hourly(120 * 24, _ => 1000 + (100 * SyntheticSeries.Normal(random)));
        var evaluation = new RollingEvaluation(series, [], 24, 24);

        var blend = evaluation.Measure(new BlendedForecaster([SeasonalNaive.Daily, SeasonalNaive.Weekly]), 40 * 24);

        // Means of n draws err by √(1 + 1/n) of a deviation: two instead of one make 13 % less.
        Assert.All(
            new[] { SeasonalNaive.Daily, SeasonalNaive.Weekly },
            expert => Assert.InRange(blend.SkillOver(evaluation.Measure(expert, 40 * 24)), 0.1, 0.16));
        Assert.InRange(blend.Coverage, 0.76, 0.84);
    }

    [Fact]
    public void Forecast_ExpertThatNeedsAWeek_JoinsWhenItIsThere()
    {
        var series = SyntheticSeries.Load(20);
        var blend = new BlendedForecaster([SeasonalNaive.Daily, SeasonalNaive.Weekly]);

        blend.Forecast(new(series.First(6 * 24), 24));
        Assert.Equal(0, blend.Weights[1]);

        blend.Forecast(new(series.First(7 * 24), 24));
        Assert.InRange(blend.Weights[1], 0.4, 0.7);
    }

    [Fact]
    public void Forecast_EveryQuarterHourOverADay_LearnsOnceADay()
    {
        var series = SyntheticSeries.Create(TimeSpan.FromMinutes(15), 20 * 96, step => 100 + (step % 7));
        var (often, daily) = (Fresh(), Fresh());
        for (var step = 10 * 96; step <= 19 * 96; step++)
        {
            often.Forecast(new(series.First(step), 96));
            if (step % 96 == 0)
            {
                daily.Forecast(new(series.First(step), 96));
            }
        }

        Assert.Equal(daily.Weights[0], often.Weights[0], 1e-12);

        static BlendedForecaster Fresh() => new([new Constant("high", 120), new Constant("low", 90)]);
    }

    [Fact]
    public void Create_NoExperts_IsRefused() =>
        Assert.StartsWith(
            "A blend needs at least one expert.", Assert.Throws<ArgumentException>(() => new BlendedForecaster([])).Message, StringComparison.Ordinal);

    [Fact]
    public void Options_Defaults_AreAsDocumented()
    {
        var options = new BlendOptions();

        Assert.Equal(0.1, options.LearningRate);
        Assert.Equal(TimeSpan.FromDays(28), options.CalibrationWindow);
        Assert.Equal(ValueScale.Root, options.Scale);
        Assert.Equal(0, options.MinValue);
        Assert.Equal(double.PositiveInfinity, options.MaxValue);
    }

    [Fact]
    public void Options_WindowOfADay_IsNamed()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => new BlendedForecaster([SeasonalNaive.Daily], new() { CalibrationWindow = TimeSpan.FromDays(1) }));

        Assert.Contains("CalibrationWindow must be at least 7.00:00:00, but it is 1.00:00:00.", error.Message, StringComparison.Ordinal);
    }

    private sealed class Constant(string method, double value) : IForecaster
    {
        public string Method => method;

        public int DaysNeeded => 1;

        public QuantileForecast Forecast(ForecastRequest request)
        {
            double[] values = [.. Enumerable.Repeat(value, request.Steps)];
            return new(Method, request.History.End, request.History.Step, [.. values], [.. values], [.. values], 0);
        }
    }
}

public sealed class ExpertWeightsTests
{
    private static readonly bool[] Both = [true, true];

    [Fact]
    public void Among_BeforeAnyError_AreEqual() => Assert.Equal([0.5, 0.5], new ExpertWeights(2, 0.1).Among(Both));

    [Fact]
    public void Learn_OneForecast_IsTheExponentialOfRateTimesSlopeOverLoss()
    {
        var weights = new ExpertWeights(2, 0.1);

        weights.Learn(4, [-8, 8]);

        // exp(0.1 · 8 / 4) against exp(−0.1 · 8 / 4).
        Assert.Equal(Math.Exp(0.2) / (Math.Exp(0.2) + Math.Exp(-0.2)), weights.Among(Both)[0], 1e-12);
    }

    [Fact]
    public void Learn_SameErrorsInAnotherUnit_GiveTheSameWeights()
    {
        var (kilowatts, watts) = (new ExpertWeights(2, 0.1), new ExpertWeights(2, 0.1));
        for (var day = 1; day <= 20; day++)
        {
            kilowatts.Learn(day, [-0.3 * day, 0.2 * day]);
            watts.Learn(1000 * day, [-300.0 * day, 200.0 * day]);
        }

        Assert.Equal(kilowatts.Among(Both)[0], watts.Among(Both)[0], 1e-12);
        Assert.InRange(kilowatts.Among(Both)[0], 0.6, 0.9);
    }

    [Fact]
    public void Among_ASilentOne_HasNoneAndReturnsWithWhatItHad()
    {
        var weights = new ExpertWeights(3, 0.1);
        weights.Learn(1, [-2, 2, 0]);

        var without = weights.Among([true, true, false]);
        var with = weights.Among([true, true, true]);

        Assert.Equal(0, without[2]);
        Assert.Equal(1, without[0] + without[1], 1e-12);
        Assert.Equal(without[0] / without[1], with[0] / with[1], 1e-12);
        Assert.InRange(with[2], with[1], with[0]);
    }

    [Fact]
    public void Learn_PerfectForecast_ChangesNothing()
    {
        var weights = new ExpertWeights(2, 0.1);

        weights.Learn(0, [0, 0]);

        Assert.Equal([0.5, 0.5], weights.Among(Both));
    }
}
