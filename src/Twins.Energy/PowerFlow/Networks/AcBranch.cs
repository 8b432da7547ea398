namespace Twins.Energy.PowerFlow.Networks;

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
