namespace Twins.Energy.PowerFlow.Networks;

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
public sealed record Converter(string Key, string AcBus, string DcBus, ConverterControl Control)
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
