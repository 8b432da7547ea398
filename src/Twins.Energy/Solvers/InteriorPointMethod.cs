namespace Twins.Energy.Solvers;

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
        double primalStep = _predictor.MaxPrimalStep(_point);
        double dualStep = _predictor.MaxDualStep(_point);
        double reached = MuAfter(_predictor, primalStep, dualStep);
        double ratio = _residuals.Mu > 0 ? reached / _residuals.Mu : 0;
        double centring = ratio * ratio * ratio;
        _targets.AimAtCentre(_point, _predictor, centring * _residuals.Mu, 1);
        _corrector.Solve(_system, _point, _residuals, _targets);
    }

    private void Step()
    {
        double primalStep = Math.Min(1, StepShare * _corrector.MaxPrimalStep(_point));
        double dualStep = Math.Min(1, StepShare * _corrector.MaxDualStep(_point));
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

/// <summary>Why the iteration ended.</summary>
internal enum Outcome
{
    Converged,
    SuspectedInfeasible,
    SuspectedUnbounded,
    Stalled,
    IterationLimit,
    TimeLimit,
}

/// <summary>
/// A primal-dual point: x with the distances to its bounds, y, and the bounds' multipliers. Where a bound is missing its
/// distance stays 1 and its multiplier 0, so that the vector loops need no branches.
/// </summary>
internal sealed class Iterate(int variableCount, int rowCount)
{
    public double[] X { get; } = new double[variableCount];

    /// <summary>x − l &gt; 0 (up to the bound residual).</summary>
    public double[] LowerSlack { get; } = new double[variableCount];

    /// <summary>u − x &gt; 0 (up to the bound residual).</summary>
    public double[] UpperSlack { get; } = new double[variableCount];

    public double[] Y { get; } = new double[rowCount];

    public double[] LowerDual { get; } = new double[variableCount];

    public double[] UpperDual { get; } = new double[variableCount];

    public void CopyFrom(Iterate other)
    {
        other.X.CopyTo(X, 0);
        other.LowerSlack.CopyTo(LowerSlack, 0);
        other.UpperSlack.CopyTo(UpperSlack, 0);
        other.Y.CopyTo(Y, 0);
        other.LowerDual.CopyTo(LowerDual, 0);
        other.UpperDual.CopyTo(UpperDual, 0);
    }

    public void Move(Direction direction, double primalStep, double dualStep)
    {
        Lanes.AddScaled(X, direction.X, primalStep);
        Lanes.AddScaled(LowerSlack, direction.LowerSlack, primalStep);
        Lanes.AddScaled(UpperSlack, direction.UpperSlack, primalStep);
        Lanes.AddScaled(Y, direction.Y, dualStep);
        Lanes.AddScaled(LowerDual, direction.LowerDual, dualStep);
        Lanes.AddScaled(UpperDual, direction.UpperDual, dualStep);
    }
}

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

    public double MaxPrimalStep(Iterate point) =>
        Math.Min(Lanes.MaxStepLength(point.LowerSlack, LowerSlack), Lanes.MaxStepLength(point.UpperSlack, UpperSlack));

    public double MaxDualStep(Iterate point) =>
        Math.Min(Lanes.MaxStepLength(point.LowerDual, LowerDual), Lanes.MaxStepLength(point.UpperDual, UpperDual));
}

/// <summary>What the linearised products slack · dual are to change by, per bound.</summary>
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
