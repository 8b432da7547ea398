namespace Twins.Energy.PowerFlow.Networks;

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
    /// Least reactive power in var that a voltage bus puts in, load included: below it the voltage rises above its setpoint. Null for no
    /// limit; ignored at other buses.
    /// </summary>
    public double? MinimumReactivePower { get; init; }

    /// <summary>
    /// Most reactive power in var that a voltage bus puts in, load included: above it the voltage falls below its setpoint. Null for no
    /// limit; ignored at other buses.
    /// </summary>
    public double? MaximumReactivePower { get; init; }

    /// <summary>Active power in W that a shunt draws at nominal voltage.</summary>
    public double ShuntConductance { get; init; }

    /// <summary>Reactive power in var that a shunt delivers at nominal voltage.</summary>
    public double ShuntSusceptance { get; init; }
}
