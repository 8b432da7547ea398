namespace Twins.Energy.Physics;

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

    /// <summary>Maximum slow deviation of the voltage, fraction. Default 0.015.</summary>
    public double VoltageShare { get; init; } = 0.015;

    /// <summary>Maximum deviation of the frequency in Hz. Default 0.04 (ordinary days in Continental Europe).</summary>
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

/// <summary>What a three-phase meter shows of the powers through it. Signs as the powers': positive delivers into the bus.</summary>
/// <param name="ActivePowerW">Active power per phase in W.</param>
/// <param name="ReactivePowerVar">Reactive power per phase in var.</param>
/// <param name="VoltageV">Phase-to-neutral voltages in V.</param>
public readonly record struct AlternatingCurrentReading(ThreePhase ActivePowerW, ThreePhase ReactivePowerVar, ThreePhase VoltageV)
{
    /// <summary>RMS currents in A, with the sign of the active power; 0 without voltage.</summary>
    public ThreePhase CurrentA => new(
        Current(ActivePowerW.A, ReactivePowerVar.A, VoltageV.A),
        Current(ActivePowerW.B, ReactivePowerVar.B, VoltageV.B),
        Current(ActivePowerW.C, ReactivePowerVar.C, VoltageV.C));

    /// <summary>Apparent power of the sums, |ΣP + jΣQ|, in VA, at least 0.</summary>
    public double ApparentPowerVa => double.Hypot(ActivePowerW.Sum, ReactivePowerVar.Sum);

    /// <summary>|ΣP| over apparent power, 0 … 1; 1 when nothing flows.</summary>
    public double PowerFactor
    {
        get
        {
            var apparentVa = ApparentPowerVa;
            return apparentVa > 0 ? Math.Abs(ActivePowerW.Sum) / apparentVa : 1;
        }
    }

    private static double Current(double activeW, double reactiveVar, double voltageV) =>
        voltageV > 0 ? Math.CopySign(double.Hypot(activeW, reactiveVar) / voltageV, activeW) : 0;
}

/// <summary>The two counters of a meter, which only ever grow.</summary>
/// <param name="DeliveredWh">Energy delivered into the bus, in Wh (import at a grid connection).</param>
/// <param name="DrawnWh">Energy drawn from the bus, in Wh (export at a grid connection).</param>
public readonly record struct EnergyCounters(double DeliveredWh, double DrawnWh)
{
    /// <summary>Delivered minus drawn, in Wh.</summary>
    public double NetWh => DeliveredWh - DrawnWh;

    /// <summary>Counts one step of constant power.</summary>
    /// <param name="powerW">Power in W, positive into the bus.</param>
    /// <param name="step">Length, longer than zero.</param>
    /// <returns>The grown counters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The power is not a number, or the step is not longer than zero.</exception>
    public EnergyCounters After(double powerW, TimeSpan step)
    {
        Require.Finite(powerW, "energy counters");
        var energyWh = powerW * Require.Hours(step, "energy counters");
        return energyWh > 0 ? this with { DeliveredWh = DeliveredWh + energyWh } : this with { DrawnWh = DrawnWh - energyWh };
    }
}

/// <summary>One value per phase of a three-phase connection, all in the same unit.</summary>
/// <param name="A">Phase L1.</param>
/// <param name="B">Phase L2.</param>
/// <param name="C">Phase L3.</param>
public readonly record struct ThreePhase(double A, double B, double C)
{
    /// <summary>The sum of the phases: the total, for powers.</summary>
    public double Sum => A + B + C;

    /// <summary>The arithmetic mean of the phases, for voltages.</summary>
    public double Mean => Sum / 3;

    /// <summary>The same value in every phase.</summary>
    /// <param name="value">The value of each phase.</param>
    /// <returns>A symmetric set.</returns>
    public static ThreePhase Even(double value) => new(value, value, value);

    /// <summary>Phase by phase sum.</summary>
    /// <param name="left">One set.</param>
    /// <param name="right">The other set, in the same unit.</param>
    /// <returns>The sums.</returns>
    public static ThreePhase operator +(ThreePhase left, ThreePhase right) => Add(left, right);

    /// <summary>Every phase multiplied by one factor.</summary>
    /// <param name="left">The set.</param>
    /// <param name="factor">The factor.</param>
    /// <returns>The products.</returns>
    public static ThreePhase operator *(ThreePhase left, double factor) => Multiply(left, factor);

    /// <summary>Phase by phase sum; the named form of the operator.</summary>
    /// <param name="left">One set.</param>
    /// <param name="right">The other set, in the same unit.</param>
    /// <returns>The sums.</returns>
    public static ThreePhase Add(ThreePhase left, ThreePhase right) => new(left.A + right.A, left.B + right.B, left.C + right.C);

    /// <summary>Every phase multiplied by one factor; the named form of the operator.</summary>
    /// <param name="left">The set.</param>
    /// <param name="factor">The factor.</param>
    /// <returns>The products.</returns>
    public static ThreePhase Multiply(ThreePhase left, double factor) => new(left.A * factor, left.B * factor, left.C * factor);
}
