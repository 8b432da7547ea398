namespace Twins.Energy.Physics.Batteries;

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
        // Beyond the current of greatest power more current gives less: then the resistance limits, not the charge.
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
