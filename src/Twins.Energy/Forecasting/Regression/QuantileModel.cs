namespace Twins.Energy.Forecasting.Regression;

/// <summary>P10, P50 and P90 of one step.</summary>
internal readonly record struct Band(double P10, double P50, double P90);

/// <summary>Three quantile regressions on one set of features, started from the ridge regression of the mean.</summary>
internal sealed class QuantileModel
{
    private readonly Standardisation _standardisation;
    private readonly LinearModel _low;
    private readonly LinearModel _middle;
    private readonly LinearModel _high;

    private QuantileModel(Standardisation standardisation, LinearModel low, LinearModel middle, LinearModel high) =>
        (_standardisation, _low, _middle, _high) = (standardisation, low, middle, high);

    /// <summary>Learns from the rows; they are standardised in place.</summary>
    public static QuantileModel Fit(Design design, double penalty)
    {
        var standardisation = Standardisation.Of(design);
        standardisation.Apply(design);
        var middle = QuantileRegression.Fit(design, 0.5, penalty, RidgeRegression.Fit(design, penalty));
        return new(
            standardisation,
            QuantileRegression.Fit(design, 0.1, penalty, middle),
            middle,
            QuantileRegression.Fit(design, 0.9, penalty, middle));
    }

    /// <summary>The quantiles in order; the row is standardised in place.</summary>
    public Band At(Span<double> row)
    {
        _standardisation.Apply(row);
        var middle = _middle.At(row);
        return new(Math.Min(_low.At(row), middle), middle, Math.Max(_high.At(row), middle));
    }
}
