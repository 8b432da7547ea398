namespace Twins.Energy.Physics.Metering;

/// <summary>The grid's voltage and frequency as a pure function of time and of the power imported.</summary>
public static class GridSupply
{
    private static readonly TimeSpan VoltagePeriod = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan FrequencyPeriod = TimeSpan.FromSeconds(40);

    /// <summary>Frequency at an instant.</summary>
    /// <param name="parameters">The grid, validated.</param>
    /// <param name="time">The instant.</param>
    /// <returns>Frequency in Hz.</returns>
    public static double FrequencyHz(GridSupplyParameters parameters, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var noise = SeededNoise.Smooth(SeededNoise.Derive(parameters.Seed, "frequency"), time, FrequencyPeriod);
        return parameters.NominalFrequencyHz + (parameters.FrequencyDeviationHz * noise);
    }

    /// <summary>Phase voltages at the connection, after the longitudinal drop of the imported power, <c>ΔV ≈ (R·P + X·Q)/V</c>.</summary>
    /// <param name="parameters">The grid, validated.</param>
    /// <param name="time">The instant.</param>
    /// <param name="activeImportW">Active power imported per phase in W (export negative).</param>
    /// <param name="reactiveImportVar">Reactive power imported per phase in var.</param>
    /// <returns>Phase-to-neutral voltages in V, never below half the nominal.</returns>
    public static ThreePhase VoltageV(
        GridSupplyParameters parameters, DateTimeOffset time, ThreePhase activeImportW, ThreePhase reactiveImportVar)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return new(
            PhaseV(parameters, "voltage-a", time, activeImportW.A, reactiveImportVar.A),
            PhaseV(parameters, "voltage-b", time, activeImportW.B, reactiveImportVar.B),
            PhaseV(parameters, "voltage-c", time, activeImportW.C, reactiveImportVar.C));
    }

    private static double PhaseV(GridSupplyParameters parameters, string phase, DateTimeOffset time, double importW, double importVar)
    {
        var nominalV = parameters.NominalVoltageV;
        var noise = SeededNoise.Smooth(SeededNoise.Derive(parameters.Seed, phase), time, VoltagePeriod);
        var dropV = ((parameters.ResistanceOhm * importW) + (parameters.ReactanceOhm * importVar)) / nominalV;
        return Math.Max(nominalV / 2, (nominalV * (1 + (parameters.VoltageShare * noise))) - dropV);
    }
}
