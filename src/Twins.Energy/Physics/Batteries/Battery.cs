namespace Twins.Energy.Physics.Batteries;

/// <summary>
/// A battery system in steps: equivalent circuit of open-circuit voltage and resistance (Plett: "Battery Management Systems", vol. 1,
/// ch. 2), power electronics with an efficiency each way, self-discharge, one thermal mass, ageing. Over every step
/// <c>delivered + losses + faded = decrease of stored energy</c>.
/// </summary>
public static class Battery
{
    private const int MaxCurrentIterations = 20;

    // Below this share of the capacity the voltage does not change within the step, and a difference of integrals would be noise.
    private const double NegligibleCharge = 1e-9;

    /// <summary>A state to start from.</summary>
    /// <param name="parameters">The battery.</param>
    /// <param name="stateOfCharge">Fraction 0 … 1.</param>
    /// <param name="temperatureC">Cell temperature in °C. Default 25.</param>
    /// <returns>A new battery in that state.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A parameter or the state is not possible.</exception>
    public static BatteryState Start(BatteryParameters parameters, double stateOfCharge, double temperatureC = 25)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Validated();
        Require.Within(stateOfCharge, 0, 1, parameters.Element);
        Require.Within(temperatureC, -60, 100, parameters.Element);
        return new(stateOfCharge, temperatureC);
    }

    /// <summary>Energy in the cells.</summary>
    /// <param name="parameters">The battery, validated.</param>
    /// <param name="state">Its state.</param>
    /// <returns>Energy in Wh above empty.</returns>
    public static double StoredEnergyWh(BatteryParameters parameters, BatteryState state)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return parameters.CapacityAh * state.StateOfHealth * parameters.OpenCircuitVoltage.Integral(state.StateOfCharge);
    }

    /// <summary>One step with constant wanted power.</summary>
    /// <param name="parameters">The battery, validated.</param>
    /// <param name="state">State at the beginning.</param>
    /// <param name="input">Wanted power and surroundings.</param>
    /// <param name="step">Length, longer than zero.</param>
    /// <returns>State at the end, and what happened meanwhile.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The input is not a number, or the step is not longer than zero.</exception>
    public static (BatteryState State, BatteryOutput Output) Step(
        BatteryParameters parameters, BatteryState state, BatteryInput input, TimeSpan step)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var hours = Require.Hours(step, parameters.Element);
        Require.Finite(input.PowerW, parameters.Element);
        Require.Within(input.AmbientTemperatureC, -60, 100, parameters.Element);

        var (powerW, limit) = Clip(BatteryEnvelope.Of(parameters, state, step), input.PowerW);
        var cellW = powerW > 0 ? powerW / parameters.DischargeEfficiency : powerW * parameters.ChargeEfficiency;
        var capacityAh = parameters.CapacityAh * state.StateOfHealth;
        var currentA = CellCurrentA(parameters, state.StateOfCharge, capacityAh, cellW, hours);
        var used = Math.Clamp(state.StateOfCharge - (currentA * hours / capacityAh), 0, 1);
        var rested = used * Math.Exp(-parameters.SelfDischargePerDay * hours / 24);

        var curve = parameters.OpenCircuitVoltage;
        var leakW = capacityAh * (curve.Integral(used) - curve.Integral(rested)) / hours;
        var cellLossW = (currentA * currentA * parameters.InternalResistanceOhm) + leakW;
        var aged = Age(parameters, state, Math.Abs(currentA) * hours / (2 * parameters.CapacityAh), hours) with
        {
            StateOfCharge = rested,
            TemperatureC = parameters.Thermal.After(state.TemperatureC, cellLossW, input.AmbientTemperatureC, step),
        };
        var fadedWh = parameters.CapacityAh * (state.StateOfHealth - aged.StateOfHealth) * curve.Integral(rested);
        var voltageV = curve.At(rested) - (currentA * parameters.InternalResistanceOhm);
        var lossW = cellLossW + Math.Abs(cellW - powerW);
        return (aged, new(powerW, currentA, voltageV, lossW, StoredEnergyWh(parameters, aged), fadedWh, limit));
    }

    private static (double PowerW, BatteryLimit Limit) Clip(BatteryEnvelope envelope, double wantedW)
    {
        if (wantedW > envelope.DischargePowerW)
        {
            return (envelope.DischargePowerW, envelope.DischargeLimit);
        }

        return wantedW < -envelope.ChargePowerW ? (-envelope.ChargePowerW, envelope.ChargeLimit) : (wantedW, BatteryLimit.None);
    }

    /// <summary>
    /// The constant current that gives the wanted power on average over the step: <c>P = V̄·I − R·I²</c>, where V̄, the mean
    /// open-circuit voltage over the charge moved, depends on I itself. V̄ changes little, so repeating converges at once.
    /// </summary>
    private static double CellCurrentA(BatteryParameters parameters, double stateOfCharge, double capacityAh, double powerW, double hours)
    {
        var curve = parameters.OpenCircuitVoltage;
        var meanV = curve.At(stateOfCharge);
        var currentA = 0.0;
        for (var i = 0; i < MaxCurrentIterations; i++)
        {
            var root = Math.Sqrt(Math.Max(0, (meanV * meanV) - (4 * parameters.InternalResistanceOhm * powerW)));
            var next = 2 * powerW / (meanV + root);
            var converged = Math.Abs(next - currentA) <= 1e-13 * Math.Abs(next);
            currentA = next;
            var moved = currentA * hours / capacityAh;
            if (converged || Math.Abs(moved) < NegligibleCharge)
            {
                break;
            }

            meanV = (curve.Integral(stateOfCharge) - curve.Integral(stateOfCharge - moved)) / moved;
        }

        return currentA;
    }

    private static BatteryState Age(BatteryParameters parameters, BatteryState state, double fullCycles, double hours) => state with
    {
        FullCycles = state.FullCycles + fullCycles,
        CycleFade = parameters.Ageing.AfterUse(state.CycleFade, fullCycles, state.TemperatureC),
        CalendarFade = parameters.Ageing.AfterTime(state.CalendarFade, hours, state.TemperatureC),
    };
}
