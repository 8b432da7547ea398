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
