using Twins.Energy.Solvers.LinearAlgebra;

namespace Twins.Energy.PowerFlow.Equations;

/// <summary>
/// Newton–Raphson on the unified balances of the AC and DC network and the converters (Tinney and Hart 1967; Beerten,
/// Cole and Belmans 2012). A step that does not lessen the mismatch is halved.
/// </summary>
internal sealed class NewtonIteration
{
    private const int MaximumHalvings = 6;

    /// <summary>No voltage may fall to this share of nominal within a step: beyond it the equations mean nothing.</summary>
    private const double LeastVoltage = 0.05;

    private readonly PerUnitNetwork _network;
    private readonly PowerFlowOptions _options;
    private readonly Jacobian _jacobian;
    private readonly SparseLu _factors;
    private readonly double[] _residual;
    private readonly double[] _step;

    public NewtonIteration(PerUnitNetwork network, PowerFlowOptions options)
    {
        _network = network;
        _options = options;
        Layout = new UnknownLayout(network);
        _jacobian = new Jacobian(Layout.Count);
        _factors = new SparseLu(Layout.Count);
        _residual = new double[Layout.Count];
        _step = new double[Layout.Count];
    }

    public UnknownLayout Layout { get; }

    public int Iterations { get; private set; }

    /// <summary>Largest mismatch of the last assembly, in per unit, and its equation.</summary>
    public (double Value, int Equation) Mismatch { get; private set; }

    /// <summary>Factors of the Jacobian at the last assembled state.</summary>
    public SparseLu Factors => _factors;

    /// <summary>Solves from the given state with loads and power setpoints scaled; the state holds the solution, or the best point reached.</summary>
    public bool Solve(NetworkState state, double scale)
    {
        var trial = state.Copy();
        Assemble(state, scale);
        for (Iterations = 0; Iterations <= _options.MaximumIterations; Iterations++)
        {
            if (Mismatch.Value <= _options.Tolerance)
            {
                return true;
            }

            if (Iterations == _options.MaximumIterations || !FindStep() || !Advance(state, trial, scale))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Factorises the Jacobian at a solution, for sensitivities; false when it is singular there.</summary>
    public bool FactoriseAt(NetworkState state)
    {
        Assemble(state, scale: 1);
        return Layout.Count == 0 || _factors.Factorise(_jacobian.Matrix!) < 0;
    }

    private bool FindStep()
    {
        if (_factors.Factorise(_jacobian.Matrix!) >= 0)
        {
            return false;
        }

        for (var i = 0; i < _step.Length; i++)
        {
            _step[i] = -_residual[i];
        }

        _factors.Solve(_step);
        return true;
    }

    private bool Advance(NetworkState state, NetworkState trial, double scale)
    {
        var before = Mismatch.Value;
        var share = 1.0;
        for (var halving = 0; halving <= MaximumHalvings; halving++, share /= 2)
        {
            trial.CopyFrom(state);
            trial.Move(Layout, _step, share);
            if (!IsMeaningful(trial))
            {
                continue;
            }

            Assemble(trial, scale);
            if (Mismatch.Value < before)
            {
                state.CopyFrom(trial);
                return true;
            }
        }

        return false;
    }

    private static bool IsMeaningful(NetworkState state) =>
        Array.TrueForAll(state.AcVoltage, voltage => voltage > LeastVoltage) &&
        Array.TrueForAll(state.DcVoltage, voltage => voltage > LeastVoltage);

    private void Assemble(NetworkState state, double scale)
    {
        do
        {
            Array.Clear(_residual);
            _jacobian.Begin();
            AcBalance.Assemble(_network, Layout, state, scale, _residual, _jacobian);
            DcBalance.Assemble(_network, Layout, state, scale, _residual, _jacobian);
            ConverterBalance.Assemble(_network, Layout, state, scale, _residual, _jacobian);
        }
        while (_jacobian.EndPattern());
        Mismatch = Largest(_residual);
    }

    private static (double Value, int Equation) Largest(double[] residual)
    {
        var largest = (Value: 0.0, Equation: -1);
        for (var i = 0; i < residual.Length; i++)
        {
            var value = Math.Abs(residual[i]);
            if (!(value <= largest.Value))
            {
                largest = (value, i);
            }
        }

        return largest;
    }
}
