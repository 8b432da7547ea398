namespace Twins.Energy.PowerFlow.Networks;

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
