using System.Collections.Immutable;
using System.Numerics;

namespace Twins.Energy.PowerFlow;

/// <summary>How a power flow ended.</summary>
public enum PowerFlowStatus
{
    /// <summary>Every balance is met within the tolerance.</summary>
    Solved,

    /// <summary>The network cannot supply its loads; <see cref="PowerFlowResult.Collapse"/> says where and how far.</summary>
    NoSolution,
}

/// <summary>The state of a network, in SI units; powers and currents are positive into their bus.</summary>
/// <param name="Status">How it ended. Without a solution the values are those of the largest load that can be carried.</param>
/// <param name="Iterations">Newton steps of the last solve.</param>
/// <param name="MaxMismatch">Largest power mismatch of any balance, in W or var.</param>
/// <param name="TotalLosses">Losses of branches, lines and converters in W.</param>
/// <param name="AcBuses">AC buses, in the order of the case.</param>
/// <param name="AcBranches">AC branches, in the order of the case.</param>
/// <param name="DcBuses">DC buses, in the order of the case.</param>
/// <param name="DcLines">DC lines, in the order of the case.</param>
/// <param name="DroopSources">Droop sources, in the order of the case.</param>
/// <param name="Converters">Converters, in the order of the case.</param>
/// <param name="Collapse">Why there is no solution; null when there is one.</param>
public sealed record PowerFlowResult(
    PowerFlowStatus Status,
    int Iterations,
    double MaxMismatch,
    double TotalLosses,
    ImmutableArray<AcBusResult> AcBuses,
    ImmutableArray<AcBranchResult> AcBranches,
    ImmutableArray<DcBusResult> DcBuses,
    ImmutableArray<DcLineResult> DcLines,
    ImmutableArray<DroopSourceResult> DroopSources,
    ImmutableArray<ConverterResult> Converters,
    VoltageCollapse? Collapse);

/// <summary>Why a case has no solution.</summary>
/// <param name="Bus">Key of the bus whose voltage collapses first.</param>
/// <param name="Voltage">Its voltage in V at the largest load that can be carried; 0 when not even the unloaded network has a solution.</param>
/// <param name="LoadableShare">The share, 0 to 1, of the case's loads and power setpoints that the network can carry.</param>
public sealed record VoltageCollapse(string Bus, double Voltage, double LoadableShare)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"No solution: the network carries {LoadableShare:P2} of what is asked; bus '{Bus}' collapses at {Voltage:F1} V.");
}

/// <summary>Whether a bus gave up its voltage for a reactive limit.</summary>
public enum ReactiveLimit
{
    /// <summary>It holds what it is to hold.</summary>
    None,

    /// <summary>At its minimum reactive power; its voltage is above its setpoint.</summary>
    Minimum,

    /// <summary>At its maximum reactive power; its voltage is below its setpoint.</summary>
    Maximum,
}

/// <summary>An AC bus.</summary>
/// <param name="Key">Key of the bus.</param>
/// <param name="Voltage">Line-to-line voltage in V.</param>
/// <param name="VoltagePerUnit">Voltage as a share of the nominal one.</param>
/// <param name="Angle">Angle in degrees.</param>
/// <param name="ActivePower">Active power in W from this bus into the branches and shunts.</param>
/// <param name="ReactivePower">Reactive power in var from this bus into the branches and shunts.</param>
public sealed record AcBusResult(
    string Key, double Voltage, double VoltagePerUnit, double Angle, double ActivePower, double ReactivePower)
{
    /// <summary>The reactive limit that a voltage bus has reached.</summary>
    public ReactiveLimit ReactiveLimit { get; init; }
}

/// <summary>An AC branch; the powers flow from each end's bus into the branch.</summary>
/// <param name="Key">Key of the branch.</param>
/// <param name="FromActivePower">Active power in W into the branch at its from end.</param>
/// <param name="FromReactivePower">Reactive power in var into the branch at its from end.</param>
/// <param name="ToActivePower">Active power in W into the branch at its to end.</param>
/// <param name="ToReactivePower">Reactive power in var into the branch at its to end.</param>
/// <param name="Current">Greater of the two ends' currents per phase in A.</param>
/// <param name="Losses">Losses in W.</param>
/// <param name="Loading">Current as a share of the rated one; null when that is not stated.</param>
public sealed record AcBranchResult(
    string Key,
    double FromActivePower,
    double FromReactivePower,
    double ToActivePower,
    double ToReactivePower,
    double Current,
    double Losses,
    double? Loading);

/// <summary>A DC bus.</summary>
/// <param name="Key">Key of the bus.</param>
/// <param name="Voltage">Voltage in V.</param>
/// <param name="VoltagePerUnit">Voltage as a share of the nominal one.</param>
/// <param name="Power">Power in W from this bus into the lines.</param>
public sealed record DcBusResult(string Key, double Voltage, double VoltagePerUnit, double Power);

/// <summary>A DC line.</summary>
/// <param name="Key">Key of the line.</param>
/// <param name="Current">Current in A from its from end to its to end.</param>
/// <param name="FromPower">Power in W into the line at its from end.</param>
/// <param name="ToPower">Power in W into the line at its to end.</param>
/// <param name="Losses">Losses in W.</param>
/// <param name="Loading">Current as a share of the rated one; null when that is not stated.</param>
public sealed record DcLineResult(string Key, double Current, double FromPower, double ToPower, double Losses, double? Loading);

/// <summary>A droop source.</summary>
/// <param name="Key">Key of the source.</param>
/// <param name="Current">Current in A into its bus.</param>
/// <param name="Power">Power in W into its bus.</param>
public sealed record DroopSourceResult(string Key, double Current, double Power);

/// <summary>A converter.</summary>
/// <param name="Key">Key of the converter.</param>
/// <param name="AcPower">Active power in W into the AC bus.</param>
/// <param name="ReactivePower">Reactive power in var into the AC bus.</param>
/// <param name="DcPower">Power in W into the DC bus.</param>
/// <param name="AcCurrent">AC current per phase in A.</param>
/// <param name="Losses">Losses in W.</param>
public sealed record ConverterResult(
    string Key, double AcPower, double ReactivePower, double DcPower, double AcCurrent, double Losses);

/// <summary>Turns a state in per unit back into volts, amperes and watts.</summary>
internal sealed class ResultBuilder(PerUnitNetwork network, NetworkState state)
{
    private readonly double _base = network.Case.BasePower;

    public PowerFlowResult Build(PowerFlowStatus status, NewtonIteration newton, VoltageCollapse? collapse)
    {
        ImmutableArray<AcBranchResult> branches = [.. network.Branches.Select(Branch)];
        ImmutableArray<DcLineResult> lines = [.. network.DcLines.Select(Line)];
        ImmutableArray<ConverterResult> converters = [.. network.Converters.Select(Converter)];
        var losses = branches.Sum(branch => branch.Losses) + lines.Sum(line => line.Losses) + converters.Sum(converter => converter.Losses);
        return new PowerFlowResult(
            status,
            newton.Iterations,
            newton.Mismatch.Value * _base,
            losses,
            [.. Enumerable.Range(0, state.AcVoltage.Length).Select(AcBus)],
            branches,
            [.. Enumerable.Range(0, state.DcVoltage.Length).Select(bus => DcBus(bus, lines))],
            lines,
            [.. network.Case.DroopSources.Select(DroopSource)],
            converters,
            collapse);
    }

    private AcBusResult AcBus(int bus)
    {
        var described = network.Case.AcBuses[bus];
        var (active, reactive) = AcBalance.Drawn(network, state, bus);
        return new AcBusResult(
            described.Key,
            state.AcVoltage[bus] * described.NominalVoltage,
            state.AcVoltage[bus],
            state.Angle[bus] * 180 / Math.PI,
            active * _base,
            reactive * _base);
    }

    private AcBranchResult Branch(PerUnitBranch branch, int index)
    {
        var described = network.Case.AcBranches[index];
        var from = Complex.FromPolarCoordinates(state.AcVoltage[branch.From], state.Angle[branch.From]);
        var to = Complex.FromPolarCoordinates(state.AcVoltage[branch.To], state.Angle[branch.To]);
        var fromCurrent = branch.FromFrom * from + branch.FromTo * to;
        var toCurrent = branch.ToFrom * from + branch.ToTo * to;
        var fromPower = from * Complex.Conjugate(fromCurrent) * _base;
        var toPower = to * Complex.Conjugate(toCurrent) * _base;
        var amperes = Math.Max(
            fromCurrent.Magnitude * BaseCurrent(branch.From),
            toCurrent.Magnitude * BaseCurrent(branch.To));
        return new AcBranchResult(
            described.Key,
            fromPower.Real,
            fromPower.Imaginary,
            toPower.Real,
            toPower.Imaginary,
            amperes,
            fromPower.Real + toPower.Real,
            amperes / described.RatedCurrent);
    }

    private double BaseCurrent(int acBus) => _base / (Math.Sqrt(3) * network.Case.AcBuses[acBus].NominalVoltage);

    private DcBusResult DcBus(int bus, ImmutableArray<DcLineResult> lines)
    {
        var described = network.Case.DcBuses[bus];
        var power = 0.0;
        for (var i = 0; i < network.DcLines.Length; i++)
        {
            power += network.DcLines[i].From == bus ? lines[i].FromPower : 0;
            power += network.DcLines[i].To == bus ? lines[i].ToPower : 0;
        }

        return new DcBusResult(described.Key, state.DcVoltage[bus] * described.NominalVoltage, state.DcVoltage[bus], power);
    }

    private DcLineResult Line(PerUnitDcLine line, int index)
    {
        var described = network.Case.DcLines[index];
        var from = state.DcVoltage[line.From] * network.Case.DcBuses[line.From].NominalVoltage;
        var to = state.DcVoltage[line.To] * network.Case.DcBuses[line.To].NominalVoltage;
        var current = (from - to) / described.Resistance;
        return new DcLineResult(
            described.Key, current, from * current, -to * current, (from - to) * current, Math.Abs(current) / described.RatedCurrent);
    }

    private DroopSourceResult DroopSource(DcDroopSource source)
    {
        var bus = network.DcIndex[source.Bus];
        var voltage = state.DcVoltage[bus] * network.Case.DcBuses[bus].NominalVoltage;
        var current = (source.ReferenceVoltage - voltage) / source.DroopResistance;
        return new DroopSourceResult(source.Key, current, voltage * current);
    }

    private ConverterResult Converter(PerUnitConverter converter, int index)
    {
        var (losses, current) = ConverterBalance.Losses(converter, index, state);
        return new ConverterResult(
            network.Case.Converters[index].Key,
            state.ConverterAcPower[index] * _base,
            state.ConverterReactivePower[index] * _base,
            state.ConverterDcPower[index] * _base,
            current * BaseCurrent(converter.AcBus),
            losses * _base);
    }
}
