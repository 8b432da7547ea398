namespace Twins.Energy.Forecasting;

/// <summary>
/// The linear function of least quantile loss, by majorise–minimise steps: each is a least-squares problem in which a row weighs the
/// inverse of its residual (Hunter and Lange, Journal of Computational and Graphical Statistics 9, 2000).
/// </summary>
internal static class QuantileRegression
{
    private const int MaxIterations = 60;
    private const double EnoughProgress = 2e-4;

    /// <summary>Fits from a model of the middle, moved to where the quantile of its residuals lies.</summary>
    public static LinearModel Fit(Design design, double quantile, double penalty, LinearModel middle)
    {
        var equations = new NormalEquations(design.Width);
        var residuals = Residuals(design, middle);
        var softening = Softening(residuals);
        var model = middle.Shifted(SampleQuantile.Of(residuals, quantile));
        var loss = double.PositiveInfinity;
        for (var iteration = 0; iteration < MaxIterations; iteration++)
        {
            var before = loss;
            loss = Gather(design, quantile, model, softening, equations);
            if (loss > before * (1 - EnoughProgress))
            {
                break;
            }

            model = new(equations.Solve(penalty));
        }

        return model;
    }

    /// <summary>Puts the next step's equations together and returns the present quantile loss.</summary>
    private static double Gather(Design design, double quantile, LinearModel model, double softening, NormalEquations equations)
    {
        equations.Clear();
        var loss = 0.0;
        for (var row = 0; row < design.Count; row++)
        {
            var features = design.Row(row);
            var (target, weight) = (design.Targets[row], design.Weights[row]);
            var residual = target - model.At(features);
            var pulled = weight / Math.Max(softening, Math.Abs(residual));
            equations.Add(features, pulled, (pulled * target) + (weight * ((2 * quantile) - 1)));
            loss += weight * Math.Max(quantile * residual, (quantile - 1) * residual);
        }

        return loss;
    }

    private static double[] Residuals(Design design, LinearModel model)
    {
        var residuals = new double[design.Count];
        for (var row = 0; row < residuals.Length; row++)
        {
            residuals[row] = design.Targets[row] - model.At(design.Row(row));
        }

        return residuals;
    }

    /// <summary>A twentieth of the mean residual: below it the loss is taken as round, which keeps the weights bounded.</summary>
    private static double Softening(double[] residuals)
    {
        var sum = 0.0;
        foreach (var residual in residuals)
        {
            sum += Math.Abs(residual);
        }

        return Math.Max(1e-300, 0.05 * sum / Math.Max(1, residuals.Length));
    }
}

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

/// <summary>
/// Widens or narrows the band by how the latest values fell against it: conformalised quantile regression (Romano, Patterson,
/// Candès, NeurIPS 2019) on a rolling window, each side by itself and in proportion to its width.
/// </summary>
/// <param name="capacity">Steps in the window; the oldest make room.</param>
internal sealed class ConformalBand(int capacity)
{
    private readonly double[] _below = new double[capacity];
    private readonly double[] _above = new double[capacity];
    private readonly double[] _sorted = new double[capacity];
    private int _seen;
    private bool _changed;
    private (double Below, double Above) _factors = (1, 1);

    /// <summary>A value came, for which the band before calibration had been <paramref name="band"/>.</summary>
    public void Add(Band band, double value)
    {
        _below[_seen % capacity] = Ratio(band.P50 - value, band.P50 - band.P10);
        _above[_seen % capacity] = Ratio(value - band.P50, band.P90 - band.P50);
        _seen++;
        _changed = true;
    }

    public Band Apply(Band band)
    {
        if (_changed)
        {
            _factors = (Factor(_below), Factor(_above));
            _changed = false;
        }

        return new(
            band.P50 - (_factors.Below * (band.P50 - band.P10)), band.P50, band.P50 + (_factors.Above * (band.P90 - band.P50)));
    }

    private double Factor(double[] ratios)
    {
        var count = Math.Min(_seen, capacity);
        ratios.AsSpan(0, count).CopyTo(_sorted);

        // The finite-sample correction of conformal prediction: the ⌈0.9·(n+1)⌉-th smallest.
        return Math.Max(0, SampleQuantile.Of(_sorted.AsSpan(0, count), 0.9 * (count + 1) / Math.Max(1, count)));
    }

    /// <summary>How many half-widths a value lay out; a band without width counts as met or far off.</summary>
    private static double Ratio(double distance, double width) => width > 1e-12 ? distance / width : distance > 1e-12 ? 10 : 0;
}
