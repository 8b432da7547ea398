namespace Twins.Energy.Forecasting.Regression;

/// <summary>A linear function of standardised features.</summary>
/// <param name="coefficients">One per feature, then the intercept.</param>
internal sealed class LinearModel(double[] coefficients)
{
    /// <summary>The same function, higher by a constant.</summary>
    public LinearModel Shifted(double by) => new([.. coefficients[..^1], coefficients[^1] + by]);

    public double At(ReadOnlySpan<double> features)
    {
        var sum = coefficients[^1];
        for (var column = 0; column < features.Length; column++)
        {
            sum += coefficients[column] * features[column];
        }

        return sum;
    }
}
