using Twins.Energy.Forecasting.Series;

namespace Twins.Energy.Forecasting;

/// <summary>The three quantiles of a forecast while they are being worked out.</summary>
internal sealed class QuantileBuffer(int steps)
{
    private readonly double[] _low = new double[steps];
    private readonly double[] _middle = new double[steps];
    private readonly double[] _high = new double[steps];

    public void Set(int step, double p10, double p50, double p90) => (_low[step], _middle[step], _high[step]) = (p10, p50, p90);

    /// <summary>Takes the quantiles of a sample, which is sorted in place.</summary>
    public void SetOf(int step, Span<double> sample) =>
        Set(step, SampleQuantile.Of(sample, 0.1), SampleQuantile.Of(sample, 0.5), SampleQuantile.Of(sample, 0.9));

    public QuantileForecast ToForecast(string method, RegularSeries history) =>
        new(method, history.End, history.Step, [.. _low], [.. _middle], [.. _high], history.GapShare);
}
