using System.Collections.Immutable;

namespace Twins.Energy.PowerFlow;

/// <summary>
/// A hybrid AC/DC network at one instant, in SI units. Powers and currents are positive into their bus.
/// Three-phase AC is balanced: voltages are line to line, powers are of all phases together.
/// </summary>
public sealed record NetworkCase
{
    /// <summary>Name for people.</summary>
    public string Name { get; init; } = "";

    /// <summary>Base of the per-unit calculation in VA; positive, 1 MVA by default. Mismatches are judged against it.</summary>
    public double BasePower { get; init; } = 1e6;

    /// <summary>AC buses.</summary>
    public ImmutableArray<AcBus> AcBuses { get; init; } = [];

    /// <summary>AC lines and transformers.</summary>
    public ImmutableArray<AcBranch> AcBranches { get; init; } = [];

    /// <summary>DC buses.</summary>
    public ImmutableArray<DcBus> DcBuses { get; init; } = [];

    /// <summary>DC lines.</summary>
    public ImmutableArray<DcLine> DcLines { get; init; } = [];

    /// <summary>Sources that follow a droop characteristic at a DC bus.</summary>
    public ImmutableArray<DcDroopSource> DroopSources { get; init; } = [];

    /// <summary>Converters between an AC and a DC bus.</summary>
    public ImmutableArray<AcDcConverter> Converters { get; init; } = [];
}

/// <summary>A network case that cannot be calculated. Every fault is named with its element and value.</summary>
public sealed class NetworkCaseException : ArgumentException
{
    /// <summary>Makes the exception from all faults found.</summary>
    public NetworkCaseException(ImmutableArray<string> faults)
        : base($"The network case has {faults.Length} fault(s): {string.Join("; ", faults)}") => Faults = faults;

    /// <summary>Each fault in words.</summary>
    public ImmutableArray<string> Faults { get; }
}

/// <summary>What is held at an AC bus.</summary>
public enum AcBusControl
{
    /// <summary>Active and reactive power are given, voltage and angle follow.</summary>
    Load,

    /// <summary>Active power and voltage are given, reactive power and angle follow.</summary>
    Voltage,

    /// <summary>Voltage and angle are given: the island's reference, such as the public grid.</summary>
    Slack,
}

/// <summary>A node of the AC network.</summary>
/// <param name="Key">Unique key.</param>
/// <param name="NominalVoltage">Nominal line-to-line voltage in V; positive.</param>
public sealed record AcBus(string Key, double NominalVoltage)
{
    /// <summary>What is held at the bus.</summary>
    public AcBusControl Control { get; init; }

    /// <summary>Held voltage as a share of the nominal one, for voltage and slack buses; 1 by default.</summary>
    public double VoltageSetpoint { get; init; } = 1;

    /// <summary>Held angle in degrees, for slack buses.</summary>
    public double Angle { get; init; }

    /// <summary>Active power into the bus in W: generation less load. Ignored at a slack bus.</summary>
    public double ActivePower { get; init; }

    /// <summary>Reactive power into the bus in var. Ignored at slack and voltage buses.</summary>
    public double ReactivePower { get; init; }

    /// <summary>
    /// Minimum reactive power in var that a voltage bus puts in, load included: below it the voltage rises above its setpoint. Null for no
    /// limit; ignored at other buses.
    /// </summary>
    public double? MinReactivePower { get; init; }

    /// <summary>
    /// Maximum reactive power in var that a voltage bus puts in, load included: above it the voltage falls below its setpoint. Null for no
    /// limit; ignored at other buses.
    /// </summary>
    public double? MaxReactivePower { get; init; }

    /// <summary>Active power in W that a shunt draws at nominal voltage.</summary>
    public double ShuntConductance { get; init; }

    /// <summary>Reactive power in var that a shunt delivers at nominal voltage.</summary>
    public double ShuntSusceptance { get; init; }
}

/// <summary>
/// An AC line, or a transformer with an ideal tap at its from side: the π model of MATPOWER
/// (Zimmerman et al. 2011, section III-A), with impedances in Ω referred to the nominal voltage of the to bus.
/// </summary>
/// <param name="Key">Unique key.</param>
/// <param name="From">Key of the AC bus at one end.</param>
/// <param name="To">Key of the AC bus at the other end.</param>
/// <param name="Resistance">Series resistance in Ω; not negative.</param>
/// <param name="Reactance">Series reactance in Ω; not both zero with the resistance.</param>
public sealed record AcBranch(string Key, string From, string To, double Resistance, double Reactance)
{
    /// <summary>Total charging susceptance in S, half at each end.</summary>
    public double ChargingSusceptance { get; init; }

    /// <summary>Off-nominal turns ratio at the from side; 1 for lines.</summary>
    public double TapRatio { get; init; } = 1;

    /// <summary>Phase shift of the tap in degrees; positive delays the to side.</summary>
    public double PhaseShift { get; init; }

    /// <summary>Current in A that the branch may carry; null when not stated.</summary>
    public double? RatedCurrent { get; init; }
}

/// <summary>A node of the DC network.</summary>
/// <param name="Key">Unique key.</param>
/// <param name="NominalVoltage">Nominal voltage in V between the poles; positive.</param>
public sealed record DcBus(string Key, double NominalVoltage)
{
    /// <summary>Voltage in V that an ideal source holds; null when the voltage follows from the network.</summary>
    public double? FixedVoltage { get; init; }

    /// <summary>Constant power into the bus in W; negative for a load.</summary>
    public double Power { get; init; }

    /// <summary>Constant current into the bus in A; negative for a load.</summary>
    public double Current { get; init; }

    /// <summary>Conductance of constant-impedance loads in S; not negative.</summary>
    public double Conductance { get; init; }
}

/// <summary>A DC line; the resistance is of both conductors together.</summary>
/// <param name="Key">Unique key.</param>
/// <param name="From">Key of the DC bus at one end.</param>
/// <param name="To">Key of the DC bus at the other end.</param>
/// <param name="Resistance">Resistance in Ω; positive.</param>
public sealed record DcLine(string Key, string From, string To, double Resistance)
{
    /// <summary>Current in A that the line may carry; null when not stated.</summary>
    public double? RatedCurrent { get; init; }
}

/// <summary>A source that follows V = V0 − r·I, with I positive into the bus.</summary>
/// <param name="Key">Unique key.</param>
/// <param name="Bus">Key of the DC bus.</param>
/// <param name="ReferenceVoltage">V0 in V; positive.</param>
/// <param name="DroopResistance">r in Ω; positive.</param>
public sealed record DcDroopSource(string Key, string Bus, double ReferenceVoltage, double DroopResistance);

/// <summary>What a converter holds.</summary>
public enum ConverterControl
{
    /// <summary>Power into its DC bus, and reactive power into its AC bus.</summary>
    Power,

    /// <summary>The voltage of its DC bus, and reactive power into its AC bus.</summary>
    DcVoltage,

    /// <summary>V = V0 − r·I at its DC bus, and reactive power into its AC bus.</summary>
    Droop,

    /// <summary>Voltage and angle of its AC bus: it forms an island from the DC side.</summary>
    GridForming,
}

/// <summary>
/// A converter between an AC and a DC bus with losses a + b·I + c·I², I being its AC current per phase
/// (Beerten, Cole, Belmans 2012, equation 13).
/// </summary>
/// <param name="Key">Unique key.</param>
/// <param name="AcBus">Key of the AC bus.</param>
/// <param name="DcBus">Key of the DC bus.</param>
/// <param name="Control">What it holds.</param>
public sealed record AcDcConverter(string Key, string AcBus, string DcBus, ConverterControl Control)
{
    /// <summary>Power into the DC bus in W, in <see cref="ConverterControl.Power"/>.</summary>
    public double PowerSetpoint { get; init; }

    /// <summary>Reactive power into the AC bus in var, unless it forms the AC grid.</summary>
    public double ReactivePower { get; init; }

    /// <summary>V0 of the droop, or the held DC voltage, in V; 0 takes the nominal voltage of the DC bus.</summary>
    public double ReferenceVoltage { get; init; }

    /// <summary>r of the droop in Ω; positive in <see cref="ConverterControl.Droop"/>.</summary>
    public double DroopResistance { get; init; }

    /// <summary>a: losses without load in W; not negative.</summary>
    public double LossConstant { get; init; }

    /// <summary>b: losses in proportion to the current in W/A; not negative.</summary>
    public double LossLinear { get; init; }

    /// <summary>c: losses with the square of the current in Ω; not negative.</summary>
    public double LossQuadratic { get; init; }
}
