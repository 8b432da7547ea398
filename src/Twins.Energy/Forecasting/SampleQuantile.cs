namespace Twins.Energy.Forecasting;

/// <summary>Quantiles of samples, linear between order statistics (Hyndman and Fan, The American Statistician 50, 1996, type 7).</summary>
internal static class SampleQuantile
{
    /// <summary>Sorts the sample in place; 0 for an empty one.</summary>
    public static double Of(Span<double> sample, double probability)
    {
        if (sample.IsEmpty)
        {
            return 0;
        }

        sample.Sort();
        var position = Math.Clamp(probability, 0, 1) * (sample.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sample.Length - 1);
        return sample[below] + ((position - below) * (sample[above] - sample[below]));
    }
}

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
