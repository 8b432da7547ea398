namespace Twins.Energy.Forecasting.Regression;

/// <summary>Brings every feature to mean 0 and deviation 1, so that one ridge penalty suits all units.</summary>
internal sealed class Standardisation
{
    private readonly double[] _means;
    private readonly double[] _scales;

    private Standardisation(double[] means, double[] scales) => (_means, _scales) = (means, scales);

    public static Standardisation Of(Design design)
    {
        var (means, scales) = (new double[design.Width], new double[design.Width]);
        for (var row = 0; row < design.Count; row++)
        {
            var features = design.Row(row);
            for (var column = 0; column < design.Width; column++)
            {
                means[column] += features[column] / design.Count;
                scales[column] += features[column] * features[column] / design.Count;
            }
        }

        for (var column = 0; column < design.Width; column++)
        {
            var deviation = Math.Sqrt(Math.Max(0, scales[column] - (means[column] * means[column])));

            // A feature that hardly varies says nothing: scale 0 takes it out.
            scales[column] = deviation > 1e-9 * (1 + Math.Abs(means[column])) ? 1 / deviation : 0;
        }

        return new(means, scales);
    }

    public void Apply(Span<double> features)
    {
        for (var column = 0; column < features.Length; column++)
        {
            features[column] = (features[column] - _means[column]) * _scales[column];
        }
    }

    public void Apply(Design design)
    {
        for (var row = 0; row < design.Count; row++)
        {
            Apply(design.Row(row));
        }
    }
}
