namespace Twins.Energy.Physics.Converters;

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
        var mostVar = Math.Sqrt(Math.Max(0, (parameters.RatedPowerW * parameters.RatedPowerW) - (dcW * dcW)));
        var reactiveVar = Math.Clamp(input.ReactivePowerVar, -mostVar, mostVar);
        var (acW, acA) = AlternatingSide(parameters, dcW, reactiveVar, input.AcVoltageV);
        return (new(dcW), new(dcW, acW, reactiveVar, dcW / input.DcVoltageV, acA, -acW - dcW));
    }

    private static double Ramped(ConverterParameters parameters, ConverterState state, double wantedW, TimeSpan step)
    {
        var mostW = parameters.RampWPerS * step.TotalSeconds;
        var ratedW = Math.Clamp(wantedW, -parameters.RatedPowerW, parameters.RatedPowerW);
        return Math.Clamp(ratedW, state.DcPowerW - mostW, state.DcPowerW + mostW);
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
