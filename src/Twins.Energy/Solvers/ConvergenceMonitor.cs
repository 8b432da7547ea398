namespace Twins.Energy.Solvers;

/// <summary>Keeps the best iterate, and ends the iteration at success, at a limit, or when nothing improves any more.</summary>
internal sealed class ConvergenceMonitor(StandardForm form, SolverOptions options, Deadline deadline)
{
    /// <summary>Iterations without improvement after which the iteration counts as stalled.</summary>
    private const int Patience = 12;

    private const double Improvement = 0.9;

    /// <summary>
    /// Aimed at below the asked tolerance, since errors are measured on the scaled problem; once the tolerance itself is
    /// reached, the iteration is not kept going for this extra.
    /// </summary>
    private const double Surplus = 0.05;
    private const int PatienceForSurplus = 2;

    private readonly RayDetector _rays = new(form);
    private int _lastImprovement;
    private double _improvedError = double.PositiveInfinity;
    private double _improvedDistance = double.PositiveInfinity;

    public Iterate Best { get; } = new(form.VariableCount, form.RowCount);

    /// <summary>Largest relative error of the best iterate.</summary>
    public double BestError { get; private set; } = double.PositiveInfinity;

    /// <summary>The reason to end, or null to go on.</summary>
    public Outcome? Judge(int iteration, Iterate point, Residuals residuals)
    {
        Remember(iteration, point, residuals);
        int fruitless = iteration - _lastImprovement;
        if (BestError <= Surplus * options.Tolerance || (BestError <= options.Tolerance && fruitless >= PatienceForSurplus))
        {
            return Outcome.Converged;
        }

        if (residuals.PrimalError > options.AcceptableTolerance && _rays.ProvesInfeasible(point))
        {
            return Outcome.SuspectedInfeasible;
        }

        if (residuals.DualError > options.AcceptableTolerance && _rays.SuggestsUnbounded(point))
        {
            return Outcome.SuspectedUnbounded;
        }

        if (!double.IsFinite(residuals.MaxError) || fruitless >= Patience)
        {
            return Settled(Outcome.Stalled);
        }

        if (iteration >= options.IterationLimit)
        {
            return Settled(Outcome.IterationLimit);
        }

        return deadline.HasPassed ? Settled(Outcome.TimeLimit) : null;
    }

    private Outcome Settled(Outcome otherwise) => BestError <= options.AcceptableTolerance ? Outcome.Converged : otherwise;

    /// <summary>
    /// Improvement is a smaller error, or a point nearer to the central path's end: while costs of very different size fall
    /// into place one after the other, the relative gap may stay large although residuals and μ shrink at every step.
    /// </summary>
    private void Remember(int iteration, Iterate point, Residuals residuals)
    {
        double error = residuals.MaxError;
        if (error < BestError)
        {
            BestError = error;
            Best.CopyFrom(point);
        }

        double distance = Math.Max(residuals.Mu, Math.Max(residuals.PrimalError, residuals.DualError));
        if (error < Improvement * _improvedError || (distance < Improvement * _improvedDistance && distance > options.Tolerance * Surplus))
        {
            _improvedError = Math.Min(error, _improvedError);
            _improvedDistance = Math.Min(distance, _improvedDistance);
            _lastImprovement = iteration;
        }
    }
}

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

    public double MaxError => Math.Max(PrimalError, Math.Max(DualError, GapError));

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

/// <summary>
/// Looks at diverging iterates for the two ways in which a problem has no optimum: a combination of rows that contradicts
/// the bounds (Farkas), or a direction of ever falling cost.
/// </summary>
internal sealed class RayDetector(StandardForm form)
{
    private const double Tolerance = 1e-8;

    /// <summary>A direction is sought only once x is this large in scaled units.</summary>
    private const double LargeX = 1e4;

    private readonly double[] _product = new double[form.RowCount];

    /// <summary>Whether bᵀy exceeds the most that yᵀAx can be within the bounds: then no x satisfies Ax = b.</summary>
    public bool ProvesInfeasible(Iterate point)
    {
        double size = Norms.Largest(point.Y);
        double margin = Lanes.Dot(form.RightHandSide, point.Y);
        double weight = Math.Abs(margin);
        for (int j = 0; j < form.VariableCount; j++)
        {
            double combined = form.Matrix.Dot(j, point.Y);
            bool bounded = form.IsFixed[j] || (combined > 0 ? form.HasUpper[j] : form.HasLower[j]) > 0;
            if (!bounded && Math.Abs(combined) > Tolerance * size)
            {
                return false;
            }

            // Where the limit is missing the combination is 0 but for rounding; what rounding may hide counts up to a large x.
            double most = !bounded ? Math.Abs(combined) * LargeX : combined > 0 ? combined * form.Upper[j] : combined * form.Lower[j];
            margin -= most;
            weight += Math.Abs(most);
        }

        return margin > Tolerance * (weight + size);
    }

    /// <summary>Whether x is large and points along a direction that keeps all rows and bounds while the cost falls.</summary>
    public bool SuggestsUnbounded(Iterate point)
    {
        double size = Norms.Largest(point.X);
        if (!(size > LargeX))
        {
            return false;
        }

        double cost = 0;
        for (int j = 0; j < form.VariableCount; j++)
        {
            double x = point.X[j] / size;
            cost += form.Cost[j] * x;
            double limit = LargeX / size;
            bool leaves = (form.HasLower[j] > 0 && x < -limit) || (form.HasUpper[j] > 0 && x > limit) || Math.Abs(form.Curvature[j] * x) > limit;
            if (leaves)
            {
                return false;
            }
        }

        Array.Clear(_product);
        form.Matrix.AddProduct(point.X, 1 / size, _product);
        return cost < -Tolerance && Norms.Largest(_product) < LargeX / size;
    }
}
