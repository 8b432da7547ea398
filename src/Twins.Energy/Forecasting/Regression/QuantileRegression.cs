namespace Twins.Energy.Forecasting.Regression;

/// <summary>
/// The linear function of least quantile loss, by majorise–minimise steps: each is a least-squares problem in which a row weighs the
/// inverse of its residual (Hunter and Lange, Journal of Computational and Graphical Statistics 9, 2000).
/// </summary>
internal static class QuantileRegression
{
    private const int MostIterations = 60;
    private const double EnoughProgress = 2e-4;

    /// <summary>Fits from a model of the middle, moved to where the quantile of its residuals lies.</summary>
    public static LinearModel Fit(Design design, double quantile, double penalty, LinearModel middle)
    {
        var equations = new NormalEquations(design.Width);
        var residuals = Residuals(design, middle);
        var softening = Softening(residuals);
        var model = middle.Shifted(SampleQuantile.Of(residuals, quantile));
        var loss = double.PositiveInfinity;
        for (var iteration = 0; iteration < MostIterations; iteration++)
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
