namespace Twins.Energy.Physics.Metering;

/// <summary>A public AC grid at the point of common coupling: voltage behind an impedance, with small seeded movements.</summary>
public sealed record GridSupplyParameters
{
    /// <summary>Name used in errors. Default <c>grid</c>.</summary>
    public string Element { get; init; } = "grid";

    /// <summary>Seed of voltage and frequency.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Nominal phase-to-neutral voltage in V. Default 230.</summary>
    public double NominalVoltageV { get; init; } = 230;

    /// <summary>Nominal frequency in Hz. Default 50.</summary>
    public double NominalFrequencyHz { get; init; } = 50;

    /// <summary>Greatest slow movement of the voltage, fraction. Default 0.015.</summary>
    public double VoltageShare { get; init; } = 0.015;

    /// <summary>Greatest deviation of the frequency in Hz. Default 0.04 (ordinary days in Continental Europe).</summary>
    public double FrequencyDeviationHz { get; init; } = 0.04;

    /// <summary>Resistance per phase between grid and connection in Ω, at least 0. Default 0.01.</summary>
    public double ResistanceOhm { get; init; } = 0.01;

    /// <summary>Reactance per phase between grid and connection in Ω, at least 0. Default 0.01.</summary>
    public double ReactanceOhm { get; init; } = 0.01;

    /// <summary>Checks every value.</summary>
    /// <returns>These parameters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is not possible; the message names element, value and limit.</exception>
    public GridSupplyParameters Validated()
    {
        Require.Positive(NominalVoltageV, Element);
        Require.Positive(NominalFrequencyHz, Element);
        Require.Within(VoltageShare, 0, 0.2, Element);
        Require.Within(FrequencyDeviationHz, 0, 2, Element);
        Require.NotNegative(ResistanceOhm, Element);
        Require.NotNegative(ReactanceOhm, Element);
        return this;
    }
}
