namespace Twins.Energy.Physics;

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

/// <summary>How a battery is at one instant.</summary>
/// <param name="StateOfCharge">Charge over present capacity, fraction 0 … 1.</param>
/// <param name="TemperatureC">Cell temperature in °C.</param>
/// <param name="CycleFade">Capacity lost by use, fraction of the new capacity.</param>
/// <param name="CalendarFade">Capacity lost by time, fraction of the new capacity.</param>
/// <param name="FullCycles">Equivalent full cycles since new.</param>
public readonly record struct BatteryState(
    double StateOfCharge, double TemperatureC, double CycleFade = 0, double CalendarFade = 0, double FullCycles = 0)
{
    /// <summary>Below this health the model no longer holds; a battery is never worse.</summary>
    public const double WorstStateOfHealth = 0.01;

    /// <summary>Present over new capacity, fraction <see cref="WorstStateOfHealth"/> … 1.</summary>
    public double StateOfHealth => Math.Max(WorstStateOfHealth, 1 - CycleFade - CalendarFade);
}

/// <summary>What is asked of a battery in one step.</summary>
/// <param name="PowerW">Wanted power at the bus terminal in W: positive discharges into the bus, negative charges.</param>
/// <param name="AmbientTemperatureC">Temperature of the surroundings in °C.</param>
public readonly record struct BatteryInput(double PowerW, double AmbientTemperatureC);

/// <summary>What stopped a battery from giving the wanted power.</summary>
public enum BatteryLimit
{
    /// <summary>Nothing: the wanted power was given.</summary>
    None,

    /// <summary>The rated power, or the largest power that the internal resistance lets through.</summary>
    Power,

    /// <summary>The state of charge reached its window's edge.</summary>
    StateOfCharge,

    /// <summary>Cells too cold to charge, or too warm.</summary>
    Temperature,
}

/// <summary>What a battery did in one step; powers are means over the step.</summary>
/// <param name="PowerW">Power at the bus terminal in W, positive into the bus.</param>
/// <param name="CurrentA">Cell current in A, positive while discharging.</param>
/// <param name="VoltageV">Voltage at the cells' terminals at the end of the step, in V.</param>
/// <param name="LossW">Everything that became heat: resistance, power electronics, self-discharge, in W, at least 0.</param>
/// <param name="StoredEnergyWh">Energy in the cells at the end of the step, in Wh.</param>
/// <param name="FadedEnergyWh">Energy that ageing made unreachable in this step, in Wh, at least 0.</param>
/// <param name="Limit">What reduced the wanted power.</param>
public readonly record struct BatteryOutput(
    double PowerW, double CurrentA, double VoltageV, double LossW, double StoredEnergyWh, double FadedEnergyWh, BatteryLimit Limit);

/// <summary>The power a battery can hold for the length of one step, both magnitudes in W at the bus terminal.</summary>
/// <param name="ChargePowerW">Largest power that can be drawn from the bus, magnitude in W.</param>
/// <param name="ChargeLimit">What sets it.</param>
/// <param name="DischargePowerW">Largest power that can be delivered into the bus, magnitude in W.</param>
/// <param name="DischargeLimit">What sets it.</param>
public readonly record struct BatteryEnvelope(
    double ChargePowerW, BatteryLimit ChargeLimit, double DischargePowerW, BatteryLimit DischargeLimit)
{
    /// <summary>What a battery allows from a state.</summary>
    /// <param name="parameters">The battery, validated.</param>
    /// <param name="state">Its state.</param>
    /// <param name="step">How long the power must last.</param>
    /// <returns>The envelope; infinite nowhere.</returns>
    public static BatteryEnvelope Of(BatteryParameters parameters, BatteryState state, TimeSpan step)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var hours = Require.Hours(step, parameters.Element);
        var share = parameters.Thermal.AllowedShare(state.TemperatureC);
        var tooCold = state.TemperatureC < parameters.Thermal.MinChargeTemperatureC;
        var (charge, chargeLimit) = Smaller(
            parameters.MaxChargePowerW, tooCold ? 0 : parameters.MaxChargePowerW * share, ChargeToFullW(parameters, state, hours));
        var (discharge, dischargeLimit) = Smaller(
            Math.Min(parameters.MaxDischargePowerW, ResistanceLimitW(parameters, state)),
            parameters.MaxDischargePowerW * share,
            DischargeToEmptyW(parameters, state, hours));
        return new(charge, chargeLimit, discharge, dischargeLimit);
    }

    private static (double PowerW, BatteryLimit Limit) Smaller(double ratedW, double thermalW, double chargeWindowW)
    {
        if (chargeWindowW < ratedW && chargeWindowW <= thermalW)
        {
            return (chargeWindowW, BatteryLimit.StateOfCharge);
        }

        return thermalW < ratedW ? (thermalW, BatteryLimit.Temperature) : (ratedW, BatteryLimit.Power);
    }

    private static double ChargeToFullW(BatteryParameters parameters, BatteryState state, double hours)
    {
        var cellW = CellPowerW(parameters, state, Math.Max(parameters.MaxStateOfCharge, state.StateOfCharge), hours);
        return -cellW / parameters.ChargeEfficiency;
    }

    private static double DischargeToEmptyW(BatteryParameters parameters, BatteryState state, double hours)
    {
        var cellW = CellPowerW(parameters, state, Math.Min(parameters.MinStateOfCharge, state.StateOfCharge), hours);
        return Math.Max(0, cellW) * parameters.DischargeEfficiency;
    }

    /// <summary>Mean power at the cells' terminals that brings the battery to a state of charge in the given time.</summary>
    private static double CellPowerW(BatteryParameters parameters, BatteryState state, double targetStateOfCharge, double hours)
    {
        var capacityAh = parameters.CapacityAh * state.StateOfHealth;
        var curve = parameters.OpenCircuitVoltage;
        var energyWh = capacityAh * (curve.Integral(state.StateOfCharge) - curve.Integral(targetStateOfCharge));
        var currentA = capacityAh * (state.StateOfCharge - targetStateOfCharge) / hours;
        // Beyond the current of maximum power more current gives less power: then the resistance limits, not the charge.
        var peakA = PeakCurrentA(parameters, state);
        return currentA > peakA
            ? double.PositiveInfinity
            : (energyWh / hours) - (currentA * currentA * parameters.InternalResistanceOhm);
    }

    private static double ResistanceLimitW(BatteryParameters parameters, BatteryState state)
    {
        var peakA = PeakCurrentA(parameters, state);
        return double.IsInfinity(peakA)
            ? double.PositiveInfinity
            // 1 % below the peak keeps the step's equation solvable while the voltage sinks within the step.
            : 0.99 * peakA * peakA * parameters.InternalResistanceOhm * parameters.DischargeEfficiency;
    }

    /// <summary>A source of voltage V behind R gives most power, V²/4R, at half its short-circuit current, V/2R.</summary>
    private static double PeakCurrentA(BatteryParameters parameters, BatteryState state) =>
        parameters.InternalResistanceOhm == 0
            ? double.PositiveInfinity
            : parameters.OpenCircuitVoltage.At(state.StateOfCharge) / (2 * parameters.InternalResistanceOhm);
}
