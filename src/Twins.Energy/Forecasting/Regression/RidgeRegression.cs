namespace Twins.Energy.Forecasting.Regression;

/// <summary>Least squares with a penalty on squared coefficients (Hoerl and Kennard, Technometrics 12, 1970).</summary>
internal static class RidgeRegression
{
    public static LinearModel Fit(Design design, double penalty)
    {
        var equations = new NormalEquations(design.Width);
        for (var row = 0; row < design.Count; row++)
        {
            var weight = design.Weights[row];
            equations.Add(design.Row(row), weight, weight * design.Targets[row]);
        }

        return new(equations.Solve(penalty));
    }
}
