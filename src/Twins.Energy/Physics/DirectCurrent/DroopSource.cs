namespace Twins.Energy.Physics.DirectCurrent;

/// <summary>
/// A device that holds a DC bus by droop, <c>V = V0 − r·I</c> with I positive into the bus, between its current limits.
/// </summary>
/// <param name="ReferenceVoltageV">V0: the bus voltage at which the device gives no current, in V. Above 0.</param>
/// <param name="DroopResistanceOhm">r in Ω. Above 0.</param>
/// <param name="MinCurrentA">Smallest current into the bus in A; negative when the device can draw.</param>
/// <param name="MaxCurrentA">Largest current into the bus in A.</param>
public readonly record struct DroopSource(
    double ReferenceVoltageV,
    double DroopResistanceOhm,
    double MinCurrentA = double.NegativeInfinity,
    double MaxCurrentA = double.PositiveInfinity)
{
    /// <summary>Voltage above which the device gives only its smallest current, in V.</summary>
    public double UpperKneeV => ReferenceVoltageV - (DroopResistanceOhm * MinCurrentA);

    /// <summary>Voltage below which the device gives no more than its largest current, in V.</summary>
    public double LowerKneeV => ReferenceVoltageV - (DroopResistanceOhm * MaxCurrentA);

    /// <summary>A source that meets a wanted operating point: <c>V0 = V* + r·I*</c>.</summary>
    /// <param name="voltageV">V* in V.</param>
    /// <param name="currentA">I* in A, positive into the bus.</param>
    /// <param name="droopResistanceOhm">r in Ω.</param>
    /// <returns>An unlimited source through that point.</returns>
    public static DroopSource Through(double voltageV, double currentA, double droopResistanceOhm) =>
        new(voltageV + (droopResistanceOhm * currentA), droopResistanceOhm);

    /// <summary>Current at a bus voltage.</summary>
    /// <param name="voltageV">Bus voltage in V.</param>
    /// <returns>Current into the bus in A, within the limits.</returns>
    public double CurrentA(double voltageV) =>
        Math.Clamp((ReferenceVoltageV - voltageV) / DroopResistanceOhm, MinCurrentA, MaxCurrentA);

    internal void Validate(string element)
    {
        Require.Positive(ReferenceVoltageV, element);
        Require.Positive(DroopResistanceOhm, element);
        Require.Within(MinCurrentA, double.NegativeInfinity, MaxCurrentA, element);
        Require.Within(MaxCurrentA, MinCurrentA, double.PositiveInfinity, element);
    }
}
