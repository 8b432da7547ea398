namespace Twins.Energy.Solvers.InteriorPoint;

/// <summary>
/// How far an iterate is from the optimality conditions, as vectors for the Newton step and as single numbers. The numbers
/// are relative because the form is scaled: lengths and costs are near 1.
/// </summary>
internal sealed class Residuals(StandardForm form)
{
    /// <summary>b − Ax.</summary>
    public double[] Primal { get; } = new double[form.RowCount];

    /// <summary>Aᵀy + zl − zu − c − Qx; 0 for fixed variables, whose multiplier is free.</summary>
    public double[] Dual { get; } = new double[form.VariableCount];

    /// <summary>l − x + (x − l)'s iterate.</summary>
    public double[] Lower { get; } = new double[form.VariableCount];

    /// <summary>u − x − (u − x)'s iterate.</summary>
    public double[] Upper { get; } = new double[form.VariableCount];

    public double PrimalError { get; private set; }

    public double DualError { get; private set; }

    public double GapError { get; private set; }

    /// <summary>Mean complementarity product.</summary>
    public double Mu { get; private set; }

    /// <summary>Primal objective in the original units.</summary>
    public double Objective { get; private set; }

    public double LargestError => Math.Max(PrimalError, Math.Max(DualError, GapError));

    public void Measure(Iterate point)
    {
        form.RightHandSide.CopyTo(Primal, 0);
        form.Matrix.AddProduct(point.X, -1, Primal);
        double linear = 0;
        double quadratic = 0;
        double bounds = 0;
        double complementarity = 0;
        for (int j = 0; j < form.VariableCount; j++)
        {
            double x = point.X[j];
            double curved = (form.Curvature[j] * x) + form.CoupledCurvature(j, point.X);
            double reduced = form.Cost[j] + curved - form.Matrix.Dot(j, point.Y);
            linear += form.Cost[j] * x;
            quadratic += curved * x;
            if (form.IsFixed[j])
            {
                bounds += reduced * x;
                continue;
            }

            Dual[j] = point.LowerDual[j] - point.UpperDual[j] - reduced;
            Lower[j] = form.HasLower[j] * (form.Lower[j] - x + point.LowerSlack[j]);
            Upper[j] = form.HasUpper[j] * (form.Upper[j] - x - point.UpperSlack[j]);
            bounds += (form.Lower[j] * point.LowerDual[j]) - (form.Upper[j] * point.UpperDual[j]);
            complementarity += (point.LowerSlack[j] * point.LowerDual[j]) + (point.UpperSlack[j] * point.UpperDual[j]);
        }

        Mu = form.BoundCount == 0 ? 0 : complementarity / form.BoundCount;
        Summarise(linear + (quadratic / 2), Lanes.Dot(form.RightHandSide, point.Y) + bounds - (quadratic / 2));
    }

    private void Summarise(double primalObjective, double dualObjective)
    {
        double primal = Math.Max(Norms.Largest(Primal), Math.Max(Norms.Largest(Lower), Norms.Largest(Upper)));
        PrimalError = primal;
        DualError = Norms.Largest(Dual);
        Objective = form.Objective(primalObjective);
        GapError = Math.Abs(primalObjective - dualObjective) * form.ObjectiveScale / (1 + Math.Abs(Objective));
    }
}
