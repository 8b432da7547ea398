namespace Twins.Energy.Solvers.InteriorPoint;

/// <summary>One Newton direction, and how it follows from residuals and complementarity targets.</summary>
internal sealed class Direction(StandardForm form)
{
    private readonly double[] _right = new double[form.VariableCount];

    public double[] X { get; } = new double[form.VariableCount];

    public double[] LowerSlack { get; } = new double[form.VariableCount];

    public double[] UpperSlack { get; } = new double[form.VariableCount];

    public double[] Y { get; } = new double[form.RowCount];

    public double[] LowerDual { get; } = new double[form.VariableCount];

    public double[] UpperDual { get; } = new double[form.VariableCount];

    /// <summary>
    /// Solves for the step that removes the residuals and brings the products slack · dual to their targets:
    /// s dz + z ds = target, per bound.
    /// </summary>
    public void Solve(CondensedSystem system, Iterate point, Residuals residuals, ComplementarityTargets targets)
    {
        for (int j = 0; j < _right.Length; j++)
        {
            double lower = (targets.Lower[j] + (point.LowerDual[j] * residuals.Lower[j])) / point.LowerSlack[j];
            double upper = (targets.Upper[j] - (point.UpperDual[j] * residuals.Upper[j])) / point.UpperSlack[j];
            _right[j] = residuals.Dual[j] + lower - upper;
        }

        system.Solve(_right, residuals.Primal, X, Y);
        for (int j = 0; j < _right.Length; j++)
        {
            double lower = form.HasLower[j] * (X[j] - residuals.Lower[j]);
            double upper = form.HasUpper[j] * (residuals.Upper[j] - X[j]);
            LowerSlack[j] = lower;
            UpperSlack[j] = upper;
            LowerDual[j] = (targets.Lower[j] - (point.LowerDual[j] * lower)) / point.LowerSlack[j];
            UpperDual[j] = (targets.Upper[j] - (point.UpperDual[j] * upper)) / point.UpperSlack[j];
        }
    }

    public double LargestPrimalStep(Iterate point) =>
        Math.Min(Lanes.LargestStep(point.LowerSlack, LowerSlack), Lanes.LargestStep(point.UpperSlack, UpperSlack));

    public double LargestDualStep(Iterate point) =>
        Math.Min(Lanes.LargestStep(point.LowerDual, LowerDual), Lanes.LargestStep(point.UpperDual, UpperDual));
}
