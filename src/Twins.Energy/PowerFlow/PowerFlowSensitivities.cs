using System.Collections.Immutable;

namespace Twins.Energy.PowerFlow;

/// <summary>
/// How voltages and flows answer to one more watt at a bus, at the solution of a case; the reference buses take up the
/// difference, losses included. The market and the droop check read them.
/// </summary>
public sealed class PowerFlowSensitivities
{
    private readonly PerUnitNetwork _network;
    private readonly NewtonIteration _newton;
    private readonly NetworkState _state;

    private PowerFlowSensitivities(PerUnitNetwork network, NewtonIteration newton, NetworkState state)
    {
        _network = network;
        _newton = newton;
        _state = state;
    }

    /// <summary>Solves the case and factorises its Jacobian at the solution.</summary>
    /// <returns>The sensitivities; null when the case has no solution or sits on the brink of collapse.</returns>
    /// <exception cref="NetworkCaseException">The case cannot be calculated.</exception>
    public static PowerFlowSensitivities? At(NetworkCase network, PowerFlowOptions? options = null)
    {
        NetworkCaseValidator.ThrowIfFaulty(network);
        var solved = options ?? new PowerFlowOptions();
        var perUnit = new PerUnitNetwork(PowerFlowSolver.WithinLimits(network, solved).Case);
        var newton = new NewtonIteration(perUnit, solved);
        var state = NetworkState.Flat(perUnit);
        return newton.Solve(state, scale: 1) && newton.FactoriseAt(state)
            ? new PowerFlowSensitivities(perUnit, newton, state)
            : null;
    }

    /// <summary>dV/dP: change of every bus's voltage in V per W more into the given bus, by bus key.</summary>
    /// <param name="bus">Key of the AC or DC bus into which the power goes.</param>
    /// <exception cref="ArgumentException">No bus has this key.</exception>
    public ImmutableDictionary<string, double> VoltagePerPower(string bus)
    {
        var direction = Direction(bus);
        var power = _network.Case.BasePower;
        var ac = _network.Case.AcBuses.Select((described, i) =>
            KeyValuePair.Create(described.Key, Change(direction, _newton.Layout.AcVoltage[i]) * described.NominalVoltage / power));
        var dc = _network.Case.DcBuses.Select((described, i) =>
            KeyValuePair.Create(described.Key, Change(direction, _newton.Layout.DcVoltage[i]) * described.NominalVoltage / power));
        return ac.Concat(dc).ToImmutableDictionary(StringComparer.Ordinal);
    }

    /// <summary>Power transfer distribution: change of the power into every branch and line at its from end, per W more into the given bus, by key.</summary>
    /// <param name="bus">Key of the AC or DC bus into which the power goes.</param>
    /// <exception cref="ArgumentException">No bus has this key.</exception>
    public ImmutableDictionary<string, double> FlowPerPower(string bus)
    {
        var direction = Direction(bus);
        var ac = _network.Case.AcBranches.Select((described, i) => KeyValuePair.Create(described.Key, BranchChange(direction, _network.Branches[i])));
        var dc = _network.Case.DcLines.Select((described, i) => KeyValuePair.Create(described.Key, LineChange(direction, _network.DcLines[i])));
        return ac.Concat(dc).ToImmutableDictionary(StringComparer.Ordinal);
    }

    private double[] Direction(string bus)
    {
        var direction = new double[_newton.Layout.Count];
        var equation = Equation(bus);
        if (equation >= 0)
        {
            direction[equation] = 1;
            _newton.Factors.Solve(direction);
        }

        return direction;
    }

    private int Equation(string bus)
    {
        if (_network.AcIndex.TryGetValue(bus, out var ac))
        {
            return _network.Forming[ac] >= 0 ? _newton.Layout.ConverterAcPower[_network.Forming[ac]] : _newton.Layout.Angle[ac];
        }

        return _network.DcIndex.TryGetValue(bus, out var dc)
            ? _newton.Layout.DcVoltage[dc]
            : throw new ArgumentException($"The case has no bus '{bus}'.", nameof(bus));
    }

    private static double Change(double[] direction, int unknown) => unknown < 0 ? 0 : direction[unknown];

    private double BranchChange(double[] direction, PerUnitBranch branch)
    {
        var (from, to) = (_state.AcVoltage[branch.From], _state.AcVoltage[branch.To]);
        var (sine, cosine) = Math.SinCos(_state.Angle[branch.From] - _state.Angle[branch.To]);
        var transfer = branch.FromTo.Real * cosine + branch.FromTo.Imaginary * sine;
        var turn = from * to * (branch.FromTo.Imaginary * cosine - branch.FromTo.Real * sine);
        var angle = Change(direction, _newton.Layout.Angle[branch.From]) - Change(direction, _newton.Layout.Angle[branch.To]);
        return (2 * from * branch.FromFrom.Real + to * transfer) * Change(direction, _newton.Layout.AcVoltage[branch.From])
            + from * transfer * Change(direction, _newton.Layout.AcVoltage[branch.To])
            + turn * angle;
    }

    private double LineChange(double[] direction, PerUnitDcLine line)
    {
        var (from, to) = (_state.DcVoltage[line.From], _state.DcVoltage[line.To]);
        return line.Conductance * ((2 * from - to) * Change(direction, _newton.Layout.DcVoltage[line.From])
            - from * Change(direction, _newton.Layout.DcVoltage[line.To]));
    }
}
