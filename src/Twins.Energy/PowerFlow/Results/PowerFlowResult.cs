using System.Collections.Immutable;

namespace Twins.Energy.PowerFlow.Results;

/// <summary>How a power flow ended.</summary>
public enum PowerFlowStatus
{
    /// <summary>Every balance is met within the tolerance.</summary>
    Solved,

    /// <summary>The network cannot carry what is asked of it; <see cref="PowerFlowResult.Collapse"/> says where and how far.</summary>
    NoSolution,
}

/// <summary>The state of a network, in SI units; powers and currents are positive into their bus.</summary>
/// <param name="Status">How it ended. Without a solution the values are those of the largest load that can be carried.</param>
/// <param name="Iterations">Newton steps of the last solve.</param>
/// <param name="LargestMismatch">Largest power mismatch of any balance, in W or var.</param>
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
    double LargestMismatch,
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

    /// <summary>It gives the least that it may; its voltage is above its setpoint.</summary>
    Minimum,

    /// <summary>It gives the most that it may; its voltage is below its setpoint.</summary>
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
