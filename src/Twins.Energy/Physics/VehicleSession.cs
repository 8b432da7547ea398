namespace Twins.Energy.Physics;

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
    /// <param name="setpointW">Wanted power at the bus terminal in W: negative charges, positive discharges.</param>
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

/// <summary>One visit of an electric vehicle at a charging point.</summary>
public sealed record VehicleSessionParameters
{
    /// <summary>Name used in errors. Default <c>vehicle</c>.</summary>
    public string Element { get; init; } = "vehicle";

    /// <summary>When it plugs in.</summary>
    public required DateTimeOffset Arrival { get; init; }

    /// <summary>When it leaves; after <see cref="Arrival"/>.</summary>
    public required DateTimeOffset Departure { get; init; }

    /// <summary>Energy of its battery from empty to full, in Wh. Above 0.</summary>
    public required double CapacityWh { get; init; }

    /// <summary>State of charge on arrival, fraction 0 … 1.</summary>
    public required double ArrivalStateOfCharge { get; init; }

    /// <summary>State of charge at which charging ends, fraction. Default 0.9.</summary>
    public double TargetStateOfCharge { get; init; } = 0.9;

    /// <summary>Largest charge power at the bus terminal, magnitude in W.</summary>
    public required double MaxChargePowerW { get; init; }

    /// <summary>Smallest charge power, magnitude in W: below it charging pauses (6 A per phase in IEC 61851-1). Default 0.</summary>
    public double MinChargePowerW { get; init; }

    /// <summary>Largest power back into the bus, magnitude in W. Default 0: no vehicle-to-grid.</summary>
    public double MaxDischargePowerW { get; init; }

    /// <summary>State of charge below which nothing is given back, fraction. Default 0.3.</summary>
    public double MinStateOfCharge { get; init; } = 0.3;

    /// <summary>Share of the bus power that reaches the battery, above 0 … 1. Default 0.95.</summary>
    public double ChargeEfficiency { get; init; } = 0.95;

    /// <summary>Share of the battery's power that reaches the bus, above 0 … 1. Default 0.95.</summary>
    public double DischargeEfficiency { get; init; } = 0.95;

    /// <summary>State of charge from which the vehicle lowers its charge power in a line towards a tenth at full, fraction. Default 0.8.</summary>
    public double TaperStart { get; init; } = 0.8;

    /// <summary>Checks every value.</summary>
    /// <returns>These parameters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is not possible; the message names element, value and limit.</exception>
    public VehicleSessionParameters Validated()
    {
        Require.After(Departure, Arrival, Element);
        Require.Positive(CapacityWh, Element);
        Require.Within(ArrivalStateOfCharge, 0, 1, Element);
        Require.Within(TargetStateOfCharge, 0, 1, Element);
        Require.NotNegative(MaxChargePowerW, Element);
        Require.Within(MinChargePowerW, 0, MaxChargePowerW, Element);
        Require.NotNegative(MaxDischargePowerW, Element);
        Require.Within(MinStateOfCharge, 0, 1, Element);
        Require.Within(ChargeEfficiency, double.Epsilon, 1, Element);
        Require.Within(DischargeEfficiency, double.Epsilon, 1, Element);
        Require.Within(TaperStart, 0, 0.99, Element);
        return this;
    }
}
