namespace Twins.Energy.Solvers.InteriorPoint;

/// <summary>
/// Mehrotra's predictor-corrector on a standard form (Mehrotra 1992; Wright: Primal-Dual Interior-Point Methods, SIAM 1997,
/// chapter 10), for linear and convex quadratic objectives. Works in buffers made once; an iteration allocates nothing.
/// </summary>
internal sealed class InteriorPointMethod
{
    /// <summary>Share of the way to the boundary that a step may go.</summary>
    private const double StepShare = 0.995;

    private readonly StandardForm _form;
    private readonly CondensedSystem _system;
    private readonly ConvergenceMonitor _monitor;
    private readonly Residuals _residuals;
    private readonly Iterate _point;
    private readonly Direction _predictor;
    private readonly Direction _corrector;
    private readonly ComplementarityTargets _targets;
    private readonly double[] _barrier;

    public InteriorPointMethod(StandardForm form, CondensedPattern pattern, SolverOptions options, Deadline deadline)
    {
        _form = form;
        _system = new CondensedSystem(form, pattern);
        _monitor = new ConvergenceMonitor(form, options, deadline);
        _residuals = new Residuals(form);
        _point = new Iterate(form.VariableCount, form.RowCount);
        _predictor = new Direction(form);
        _corrector = new Direction(form);
        _targets = new ComplementarityTargets(form);
        _barrier = new double[form.VariableCount];
    }

    /// <summary>Best point found.</summary>
    public Iterate Best => _monitor.Best;

    public double BestError => _monitor.BestError;

    public int Iterations { get; private set; }

    public Outcome Run()
    {
        StartingPoint.Find(_form, _system, _point, _predictor, _barrier);
        while (true)
        {
            _residuals.Measure(_point);
            if (_monitor.Judge(Iterations, _point, _residuals) is { } outcome)
            {
                return outcome;
            }

            Iterations++;
            WeighBarrier();
            _system.Factorise(_barrier, _residuals.Mu);
            Predict();
            Correct();
            Step();
        }
    }

    /// <summary>Θ = zl / sl + zu / su.</summary>
    private void WeighBarrier()
    {
        for (int j = 0; j < _barrier.Length; j++)
        {
            _barrier[j] = (_point.LowerDual[j] / _point.LowerSlack[j]) + (_point.UpperDual[j] / _point.UpperSlack[j]);
        }
    }

    private void Predict()
    {
        _targets.AimAtZero(_point);
        _predictor.Solve(_system, _point, _residuals, _targets);
    }

    private void Correct()
    {
        double primalStep = _predictor.LargestPrimalStep(_point);
        double dualStep = _predictor.LargestDualStep(_point);
        double reached = MuAfter(_predictor, primalStep, dualStep);
        double ratio = _residuals.Mu > 0 ? reached / _residuals.Mu : 0;
        double centring = ratio * ratio * ratio;
        _targets.AimAtCentre(_point, _predictor, centring * _residuals.Mu, 1);
        _corrector.Solve(_system, _point, _residuals, _targets);
    }

    private void Step()
    {
        double primalStep = Math.Min(1, StepShare * _corrector.LargestPrimalStep(_point));
        double dualStep = Math.Min(1, StepShare * _corrector.LargestDualStep(_point));
        if (_form.IsQuadratic)
        {
            // x stands in the dual residual of a quadratic problem: different steps would not remove it.
            primalStep = dualStep = Math.Min(primalStep, dualStep);
        }

        _point.Move(_corrector, primalStep, dualStep);
    }

    private double MuAfter(Direction direction, double primalStep, double dualStep)
    {
        double sum = 0;
        for (int j = 0; j < _barrier.Length; j++)
        {
            sum += (_point.LowerSlack[j] + (primalStep * direction.LowerSlack[j])) * (_point.LowerDual[j] + (dualStep * direction.LowerDual[j]));
            sum += (_point.UpperSlack[j] + (primalStep * direction.UpperSlack[j])) * (_point.UpperDual[j] + (dualStep * direction.UpperDual[j]));
        }

        return _form.BoundCount == 0 ? 0 : sum / _form.BoundCount;
    }
}
