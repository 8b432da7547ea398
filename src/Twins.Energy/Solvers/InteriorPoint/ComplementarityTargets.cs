namespace Twins.Energy.Solvers.InteriorPoint;

/// <summary>What the linearised products slack · dual shall change by, per bound.</summary>
internal sealed class ComplementarityTargets(StandardForm form)
{
    public double[] Lower { get; } = new double[form.VariableCount];

    public double[] Upper { get; } = new double[form.VariableCount];

    /// <summary>Predictor: all products to 0.</summary>
    public void AimAtZero(Iterate point)
    {
        for (int j = 0; j < Lower.Length; j++)
        {
            Lower[j] = -point.LowerSlack[j] * point.LowerDual[j];
            Upper[j] = -point.UpperSlack[j] * point.UpperDual[j];
        }
    }

    /// <summary>Corrector: all products to the centre, less the predictor's second-order error.</summary>
    public void AimAtCentre(Iterate point, Direction predictor, double centre, double weight)
    {
        for (int j = 0; j < Lower.Length; j++)
        {
            Lower[j] = (form.HasLower[j] * centre) - (point.LowerSlack[j] * point.LowerDual[j])
                - (weight * predictor.LowerSlack[j] * predictor.LowerDual[j]);
            Upper[j] = (form.HasUpper[j] * centre) - (point.UpperSlack[j] * point.UpperDual[j])
                - (weight * predictor.UpperSlack[j] * predictor.UpperDual[j]);
        }
    }
}
