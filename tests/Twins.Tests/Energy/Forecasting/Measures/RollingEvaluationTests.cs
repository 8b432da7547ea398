using Twins.Energy.Forecasting;
using Twins.Energy.Forecasting.Measures;
using Twins.Energy.Forecasting.Series;

namespace Twins.Tests.Energy.Forecasting.Measures;

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
