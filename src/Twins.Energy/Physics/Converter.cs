namespace Twins.Energy.Physics;

/// <summary>What a converter does with its DC side.</summary>
public enum ConverterMode
{
    /// <summary>Switched off: no power, no loss.</summary>
    Off,

    /// <summary>Holds a power at its DC terminal.</summary>
    Power,

    /// <summary>Holds the DC voltage; its power follows from the bus.</summary>
    Voltage,

    /// <summary>Holds the DC voltage with a droop; its power follows from the bus.</summary>
    Droop,
}

/// <summary>How a converter is at one instant.</summary>
/// <param name="DcPowerW">Power at the DC terminal in W, positive into the DC bus; where a ramp starts.</param>
public readonly record struct ConverterState(double DcPowerW);

/// <summary>What acts on a converter in one step.</summary>
/// <param name="Mode">What it does.</param>
/// <param name="DcPowerW">
/// Power at the DC terminal in W, positive into the DC bus: the setpoint in power mode, what the bus balance gave in voltage and droop mode.
/// </param>
/// <param name="ReactivePowerVar">Wanted reactive power at the AC terminal in var, positive into the AC bus.</param>
/// <param name="AcVoltageV">AC line-to-line voltage in V. Above 0.</param>
/// <param name="DcVoltageV">DC bus voltage in V. Above 0.</param>
public readonly record struct ConverterInput(
    ConverterMode Mode, double DcPowerW, double ReactivePowerVar, double AcVoltageV, double DcVoltageV);

/// <summary>What a converter did. Every power positive into the bus at its own terminal.</summary>
/// <param name="DcPowerW">Power at the DC terminal in W.</param>
/// <param name="AcPowerW">Active power at the AC terminal in W: −(DC power) − loss.</param>
/// <param name="ReactivePowerVar">Reactive power at the AC terminal in var.</param>
/// <param name="DcCurrentA">DC current in A, positive into the DC bus.</param>
/// <param name="AcCurrentA">AC phase current in A, magnitude.</param>
/// <param name="LossW">Loss in W, at least 0.</param>
public readonly record struct ConverterOutput(
    double DcPowerW, double AcPowerW, double ReactivePowerVar, double DcCurrentA, double AcCurrentA, double LossW);

/// <summary>A converter in steps. AC power + DC power + loss = 0, always.</summary>
public static class Converter
{
    private const int MaxLossIterations = 100;

    /// <summary>One step.</summary>
    /// <param name="parameters">The converter, validated.</param>
    /// <param name="state">State at the beginning.</param>
    /// <param name="input">Mode and wishes.</param>
    /// <param name="step">Length, longer than zero.</param>
    /// <returns>State at the end, and what happened.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input is not possible, or the step is not longer than zero.</exception>
    public static (ConverterState State, ConverterOutput Output) Step(
        ConverterParameters parameters, ConverterState state, ConverterInput input, TimeSpan step)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _ = Require.Hours(step, parameters.Element);
        Require.Finite(input.DcPowerW, parameters.Element);
        Require.Finite(input.ReactivePowerVar, parameters.Element);
        Require.Positive(input.AcVoltageV, parameters.Element);
        Require.Positive(input.DcVoltageV, parameters.Element);
        if (input.Mode == ConverterMode.Off)
        {
            return default;
        }

        // In voltage and droop mode the bus balance has kept to the converter's current limits already.
        var dcW = input.Mode == ConverterMode.Power ? Ramped(parameters, state, input.DcPowerW, step) : input.DcPowerW;
        var maxVar = Math.Sqrt(Math.Max(0, (parameters.RatedPowerW * parameters.RatedPowerW) - (dcW * dcW)));
        var reactiveVar = Math.Clamp(input.ReactivePowerVar, -maxVar, maxVar);
        var (acW, acA) = AlternatingSide(parameters, dcW, reactiveVar, input.AcVoltageV);
        return (new(dcW), new(dcW, acW, reactiveVar, dcW / input.DcVoltageV, acA, -acW - dcW));
    }

    private static double Ramped(ConverterParameters parameters, ConverterState state, double wantedW, TimeSpan step)
    {
        var maxW = parameters.RampWPerS * step.TotalSeconds;
        var ratedW = Math.Clamp(wantedW, -parameters.RatedPowerW, parameters.RatedPowerW);
        return Math.Clamp(ratedW, state.DcPowerW - maxW, state.DcPowerW + maxW);
    }

    /// <summary>
    /// The loss depends on the AC current, and the AC power on the loss. Repeating contracts as long as the loss is a small share of
    /// the power, which any converter's is.
    /// </summary>
    private static (double AcPowerW, double CurrentA) AlternatingSide(
        ConverterParameters parameters, double dcW, double reactiveVar, double acVoltageV)
    {
        var acW = -dcW;
        var currentA = 0.0;
        for (var i = 0; i < MaxLossIterations; i++)
        {
            currentA = double.Hypot(acW, reactiveVar) / (Math.Sqrt(3) * acVoltageV);
            var lossW = parameters.StandbyLossW + (((parameters.QuadraticLossOhm * currentA) + parameters.LinearLossWPerA) * currentA);
            var next = -dcW - lossW;
            if (Math.Abs(next - acW) <= 1e-12 * Math.Abs(next))
            {
                break;
            }

            acW = next;
        }

        return (acW, currentA);
    }
}

/// <summary>
/// An AC/DC converter. Its loss is <c>a + b·I + c·I²</c> of the AC phase current (Beerten, Cole, Belmans: "Generalized steady-state
/// VSC MTDC model", IEEE Trans. Power Systems 27, 2012).
/// </summary>
public sealed record ConverterParameters
{
    /// <summary>Name used in errors. Default <c>converter</c>.</summary>
    public string Element { get; init; } = "converter";

    /// <summary>Largest DC power in either direction and largest AC apparent power, magnitude in W or VA. Above 0.</summary>
    public required double RatedPowerW { get; init; }

    /// <summary>Nominal DC voltage in V. Above 0.</summary>
    public required double NominalDcVoltageV { get; init; }

    /// <summary>Nominal AC line-to-line voltage in V. Default 400.</summary>
    public double NominalAcVoltageV { get; init; } = 400;

    /// <summary>a: loss while switched on without current, in W, at least 0.</summary>
    public required double StandbyLossW { get; init; }

    /// <summary>b: loss per ampere, in W/A, at least 0.</summary>
    public required double LinearLossWPerA { get; init; }

    /// <summary>c: loss per square ampere, in Ω, at least 0.</summary>
    public required double QuadraticLossOhm { get; init; }

    /// <summary>Fastest change of the DC power in power mode, in W/s; infinite for none. Default infinite.</summary>
    public double RampWPerS { get; init; } = double.PositiveInfinity;

    /// <summary>Droop of the voltage mode in Ω: what remains of a regulator with high but finite gain. Default 0.001.</summary>
    public double VoltageModeDroopOhm { get; init; } = 0.001;

    /// <summary>A converter of typical efficiency: 0.3 % standing, 0.7 % linear and 1 % quadratic loss at rated current.</summary>
    /// <param name="element">Name used in errors.</param>
    /// <param name="ratedPowerW">Rated power, magnitude in W.</param>
    /// <param name="nominalDcVoltageV">Nominal DC voltage in V.</param>
    /// <param name="nominalAcVoltageV">Nominal AC line-to-line voltage in V. Default 400.</param>
    /// <returns>Validated parameters: 98 % at rated power.</returns>
    public static ConverterParameters FromRatings(
        string element, double ratedPowerW, double nominalDcVoltageV, double nominalAcVoltageV = 400)
    {
        var ratedA = ratedPowerW / (Math.Sqrt(3) * nominalAcVoltageV);
        return new ConverterParameters
        {
            Element = element,
            RatedPowerW = ratedPowerW,
            NominalDcVoltageV = nominalDcVoltageV,
            NominalAcVoltageV = nominalAcVoltageV,
            StandbyLossW = 0.003 * ratedPowerW,
            LinearLossWPerA = 0.007 * ratedPowerW / ratedA,
            QuadraticLossOhm = 0.01 * ratedPowerW / (ratedA * ratedA),
        }.Validated();
    }

    /// <summary>The converter as a source on its DC bus in voltage or droop mode, limited by its rated power.</summary>
    /// <param name="referenceVoltageV">V0 in V.</param>
    /// <param name="droopResistanceOhm">r in Ω; raised to <see cref="VoltageModeDroopOhm"/> when smaller.</param>
    /// <returns>The source.</returns>
    public DroopSource OnDcBus(double referenceVoltageV, double droopResistanceOhm)
    {
        var limitA = RatedPowerW / NominalDcVoltageV;
        return new(referenceVoltageV, Math.Max(droopResistanceOhm, VoltageModeDroopOhm), -limitA, limitA);
    }

    /// <summary>Checks every value.</summary>
    /// <returns>These parameters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is not possible; the message names element, value and limit.</exception>
    public ConverterParameters Validated()
    {
        Require.Positive(RatedPowerW, Element);
        Require.Positive(NominalDcVoltageV, Element);
        Require.Positive(NominalAcVoltageV, Element);
        Require.NotNegative(StandbyLossW, Element);
        Require.NotNegative(LinearLossWPerA, Element);
        Require.NotNegative(QuadraticLossOhm, Element);
        Require.Limit(RampWPerS, Element);
        Require.Positive(VoltageModeDroopOhm, Element);
        return this;
    }
}
