using Twins.Energy.Solvers;

namespace Twins.Energy.PowerFlow;

/// <summary>
/// Newton–Raphson on the unified balances of the AC and DC network and the converters (Tinney and Hart 1967; Beerten,
/// Cole and Belmans 2012). A step that does not lessen the mismatch is halved.
/// </summary>
internal sealed class NewtonIteration
{
    private const int MaxHalvings = 6;

    /// <summary>No voltage may fall to this share of nominal within a step: beyond it the equations mean nothing.</summary>
    private const double MinVoltage = 0.05;

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
        for (Iterations = 0; Iterations <= _options.MaxIterations; Iterations++)
        {
            if (Mismatch.Value <= _options.Tolerance)
            {
                return true;
            }

            if (Iterations == _options.MaxIterations || !FindStep() || !Advance(state, trial, scale))
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
        for (var halving = 0; halving <= MaxHalvings; halving++, share /= 2)
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
        Array.TrueForAll(state.AcVoltage, voltage => voltage > MinVoltage) &&
        Array.TrueForAll(state.DcVoltage, voltage => voltage > MinVoltage);

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

/// <summary>
/// Takes the derivatives of the balances. The first assembly records where they lie, the later ones fill the same
/// pattern: the equations always add their entries in the same order.
/// </summary>
internal sealed class Jacobian(int size)
{
    private readonly List<(int Row, int Column)> _pattern = [];

    public AssembledMatrix? Matrix { get; private set; }

    public void Begin() => Matrix?.Begin();

    /// <summary>Adds a derivative; equations and unknowns that do not exist (index −1) are left out.</summary>
    public void Add(int equation, int unknown, double derivative)
    {
        if (equation < 0 || unknown < 0)
        {
            return;
        }

        if (Matrix is null)
        {
            _pattern.Add((equation, unknown));
        }
        else
        {
            Matrix.Add(derivative);
        }
    }

    /// <summary>Ends the recording; true when another assembly must fill the pattern with values.</summary>
    public bool EndPattern()
    {
        if (Matrix is not null)
        {
            return false;
        }

        Matrix = AssembledMatrix.FromPattern(size, _pattern);
        _pattern.Clear();
        return true;
    }
}

/// <summary>
/// Says how far a case without solution is from having one: the largest share of its loads and power setpoints that
/// the network can carry, found by bisection from the last solvable point, and the bus that collapses there.
/// </summary>
internal static class LoadabilitySearch
{
    private const int Bisections = 30;

    public static (double Share, NetworkState? State) Find(PerUnitNetwork network, NewtonIteration newton)
    {
        var reached = NetworkState.Flat(network);
        if (!newton.Solve(reached, scale: 0))
        {
            return (0, null);
        }

        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < Bisections; i++)
        {
            var middle = (low + high) / 2;
            var trial = reached.Copy();
            if (newton.Solve(trial, middle))
            {
                (low, reached) = (middle, trial);
            }
            else
            {
                high = middle;
            }
        }

        return (low, reached);
    }
}
