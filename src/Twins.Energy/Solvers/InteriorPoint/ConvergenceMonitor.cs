namespace Twins.Energy.Solvers.InteriorPoint;

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

        if (!double.IsFinite(residuals.LargestError) || fruitless >= Patience)
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
        double error = residuals.LargestError;
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
