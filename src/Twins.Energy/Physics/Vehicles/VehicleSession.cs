namespace Twins.Energy.Physics.Vehicles;

/// <summary>Where a session stands.</summary>
public enum VehiclePhase
{
    /// <summary>Not yet, or no longer, plugged in.</summary>
    Absent,

    /// <summary>Plugged in, no power flows.</summary>
    Paused,

    /// <summary>Draws from the bus.</summary>
    Charging,

    /// <summary>Delivers into the bus.</summary>
    Discharging,

    /// <summary>Plugged in and at its target; no charging wanted.</summary>
    Finished,
}

/// <summary>How a session is at one instant.</summary>
/// <param name="StateOfCharge">Fraction 0 … 1.</param>
/// <param name="Phase">Where the session stands.</param>
public readonly record struct VehicleSessionState(double StateOfCharge, VehiclePhase Phase = VehiclePhase.Absent);

/// <summary>What a session did in one step.</summary>
/// <param name="PowerW">Mean power at the bus terminal in W: negative while charging.</param>
/// <param name="LossW">Charger and battery losses in W, at least 0.</param>
/// <param name="StoredEnergyWh">Energy in the vehicle at the end of the step, in Wh.</param>
public readonly record struct VehicleSessionOutput(double PowerW, double LossW, double StoredEnergyWh);

/// <summary>A charging session in steps. Power + losses + growth of the vehicle's energy = 0 in every step.</summary>
public static class VehicleSession
{
    /// <summary>The vehicle before its visit.</summary>
    /// <param name="parameters">The session.</param>
    /// <returns>Absent, with the state of charge it will arrive with.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not possible.</exception>
    public static VehicleSessionState Start(VehicleSessionParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return new(parameters.Validated().ArrivalStateOfCharge);
    }

    /// <summary>One step.</summary>
    /// <param name="parameters">The session, validated.</param>
    /// <param name="state">State at the beginning.</param>
    /// <param name="time">Beginning of the step.</param>
    /// <param name="setpointW">Wanted power at the bus terminal in W: negative charges, positive gives back.</param>
    /// <param name="step">Length, longer than zero.</param>
    /// <returns>State at the end, and what happened meanwhile.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The setpoint is not a number, or the step is not longer than zero.</exception>
    public static (VehicleSessionState State, VehicleSessionOutput Output) Step(
        VehicleSessionParameters parameters, VehicleSessionState state, DateTimeOffset time, double setpointW, TimeSpan step)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var hours = Require.Hours(step, parameters.Element);
        Require.Finite(setpointW, parameters.Element);
        var present = time >= parameters.Arrival && time < parameters.Departure;
        var powerW = present ? AllowedW(parameters, state.StateOfCharge, setpointW, hours) : 0;
        var batteryW = powerW < 0 ? -powerW * parameters.ChargeEfficiency : -powerW / parameters.DischargeEfficiency;
        var after = Math.Clamp(state.StateOfCharge + (batteryW * hours / parameters.CapacityWh), 0, 1);
        var phase = present ? PhaseOf(parameters, after, powerW) : VehiclePhase.Absent;
        return (new(after, phase), new(powerW, -powerW - batteryW, after * parameters.CapacityWh));
    }

    private static double AllowedW(VehicleSessionParameters parameters, double stateOfCharge, double setpointW, double hours)
    {
        if (setpointW >= 0)
        {
            var stockWh = Math.Max(0, stateOfCharge - parameters.MinStateOfCharge) * parameters.CapacityWh;
            return Math.Min(Math.Min(setpointW, parameters.MaxDischargePowerW), stockWh * parameters.DischargeEfficiency / hours);
        }

        var roomWh = Math.Max(0, parameters.TargetStateOfCharge - stateOfCharge) * parameters.CapacityWh;
        var wantedW = Math.Min(-setpointW, parameters.MaxChargePowerW * Taper(parameters, stateOfCharge));
        // The pause is the charger's rule about the offer; the vehicle itself may draw less while it tapers.
        return -setpointW < parameters.MinChargePowerW ? 0 : -Math.Min(wantedW, roomWh / parameters.ChargeEfficiency / hours);
    }

    private static double Taper(VehicleSessionParameters parameters, double stateOfCharge)
    {
        const double shareAtFull = 0.1;
        var along = Math.Clamp((stateOfCharge - parameters.TaperStart) / (1 - parameters.TaperStart), 0, 1);
        return 1 - ((1 - shareAtFull) * along);
    }

    private static VehiclePhase PhaseOf(VehicleSessionParameters parameters, double stateOfCharge, double powerW) => powerW switch
    {
        < 0 => VehiclePhase.Charging,
        > 0 => VehiclePhase.Discharging,
        _ => stateOfCharge >= parameters.TargetStateOfCharge ? VehiclePhase.Finished : VehiclePhase.Paused,
    };
}
