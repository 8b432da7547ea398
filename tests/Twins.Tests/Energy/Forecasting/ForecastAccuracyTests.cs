using Twins.Energy.Forecasting;

namespace Twins.Tests.Energy.Forecasting;

public sealed class AccuracyMeterTests
{
    [Fact]
    public void Read_TwoValuesAndAGap_AreTheFiguresByHand()
    {
        var meter = new AccuracyMeter("by hand");
        meter.Add(8, 10, 12, 11);
        meter.Add(8, 10, 12, 13);
        meter.Add(8, 10, 12, double.NaN);

        var read = meter.Read();

        Assert.Equal(2, read.Count);
        Assert.Equal((1 + 3) / 2.0, read.MeanAbsoluteError, 1e-12);
        Assert.Equal(Math.Sqrt((1 + 9) / 2.0), read.RootMeanSquareError, 1e-12);
        Assert.Equal(((0.3 + 0.5 + 0.1) + (0.5 + 1.5 + 0.9)) / 6, read.Pinball, 1e-12);
        Assert.Equal(0.5, read.Coverage);
        Assert.Equal(2 / 12.0, read.ErrorOfMean, 1e-12);
        Assert.Equal(2 / 13.0, read.ErrorOfPeak, 1e-12);
    }

    [Fact]
    public void OpenCoverage_NightForecastExactly_DoesNotCount()
    {
        var meter = new AccuracyMeter("by hand");
        meter.Add(0, 0, 0, 0);
        meter.Add(0, 1, 2, 1);
        meter.Add(0, 1, 2, 3);

        Assert.Equal(2 / 3.0, meter.Read().Coverage, 1e-12);
        Assert.Equal(0.5, meter.Read().OpenCoverage);
    }

    [Fact]
    public void SkillOver_HalfTheError_IsAHalf()
    {
        var (better, worse) = (new AccuracyMeter("better"), new AccuracyMeter("worse"));
        better.Add(0, 1, 2, 2);
        worse.Add(0, 0, 2, 2);

        Assert.Equal(0.5, better.Read().SkillOver(worse.Read()));
    }
}

public sealed class RollingEvaluationTests
{
    [Fact]
    public void Measure_EveryOrigin_HandsOutNothingLater()
    {
        var series = SyntheticSeries.Hourly(10 * 24, hour => hour);
        var spy = new Spy();

        new RollingEvaluation(series, [series], 24, 24).Measure(spy, 5 * 24);

        Assert.Equal([120, 144, 168, 192, 216], spy.Requests.Select(request => request.History.Count));
        Assert.All(spy.Requests, request => Assert.Equal(request.History.Count + 24, request.Inputs[0].Count));
    }

    private sealed class Spy : IForecaster
    {
        public List<ForecastRequest> Requests { get; } = [];

        public string Method => "spy";

        public int DaysNeeded => 1;

        public QuantileForecast Forecast(ForecastRequest request)
        {
            Requests.Add(request);
            RegularSeries history = request.History;
            double[] zeros = new double[request.Steps];
            return new(Method, history.End, history.Step, [.. zeros], [.. zeros], [.. zeros], 0);
        }
    }
}
