namespace Twins.Energy.Forecasting.Arrivals;

/// <summary>
/// How many arrive in a step: Poisson, or negative binomial when counts scatter more than their mean (variance = mean × dispersion;
/// Cameron and Trivedi, "Regression Analysis of Count Data", section 3.3).
/// </summary>
internal static class CountDistribution
{
    private const int MostCounted = 100_000;

    /// <summary>The smallest count at or below which the probability lies.</summary>
    public static int Quantile(double mean, double dispersion, double probability)
    {
        if (mean <= 0)
        {
            return 0;
        }

        var scattered = dispersion > 1.001;
        var size = scattered ? mean / (dispersion - 1) : 0;
        var logarithm = scattered ? -size * Math.Log(dispersion) : -mean;
        var (sum, count) = (Math.Exp(logarithm), 0);
        while (sum < probability && count < MostCounted)
        {
            logarithm += scattered
                ? Math.Log((count + size) / (count + 1) * ((dispersion - 1) / dispersion))
                : Math.Log(mean / (count + 1));
            sum += Math.Exp(logarithm);
            count++;
        }

        return count;
    }
}
