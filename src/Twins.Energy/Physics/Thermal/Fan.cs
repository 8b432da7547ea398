namespace Twins.Energy.Physics.Thermal;

/// <summary>A speed-controlled fan.</summary>
public sealed record FanParameters
{
    /// <summary>Name used in errors. Default <c>fan</c>.</summary>
    public string Element { get; init; } = "fan";

    /// <summary>Electrical power at full speed, magnitude in W. Above 0.</summary>
    public required double RatedPowerW { get; init; }

    /// <summary>Air flow at full speed in m³/h. Above 0.</summary>
    public required double RatedFlowM3PerH { get; init; }

    /// <summary>Power of the electronics while standing, magnitude in W. Default 5.</summary>
    public double StandbyPowerW { get; init; } = 5;

    /// <summary>How fast the speed follows its setpoint, in s. Default 4.</summary>
    public double TimeConstantS { get; init; } = 4;

    /// <summary>Checks every value.</summary>
    /// <returns>These parameters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is not possible; the message names element, value and limit.</exception>
    public FanParameters Validated()
    {
        Require.Positive(RatedPowerW, Element);
        Require.Positive(RatedFlowM3PerH, Element);
        Require.Within(StandbyPowerW, 0, RatedPowerW, Element);
        Require.Positive(TimeConstantS, Element);
        return this;
    }
}

/// <summary>How a fan is at one instant.</summary>
/// <param name="Speed">Fraction 0 … 1 of full speed.</param>
public readonly record struct FanState(double Speed);

/// <summary>What a fan does.</summary>
/// <param name="PowerW">Power at the bus in W, negative as it draws.</param>
/// <param name="FlowM3PerH">Air flow in m³/h.</param>
public readonly record struct FanOutput(double PowerW, double FlowM3PerH);

/// <summary>
/// A fan in steps by the affinity laws (flow with speed, power with its cube; Bleier: "Fan Handbook", ch. 5), with a first-order lag.
/// </summary>
public static class Fan
{
    /// <summary>One step.</summary>
    /// <param name="parameters">The fan, validated.</param>
    /// <param name="state">State at the beginning.</param>
    /// <param name="speedSetpoint">Wanted speed, fraction 0 … 1; 0 when switched off.</param>
    /// <param name="step">Length, longer than zero.</param>
    /// <returns>State at the end, and power and flow at that speed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The setpoint is outside its range, or the step is not longer than zero.</exception>
    public static (FanState State, FanOutput Output) Step(FanParameters parameters, FanState state, double speedSetpoint, TimeSpan step)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _ = Require.Hours(step, parameters.Element);
        Require.Within(speedSetpoint, 0, 1, parameters.Element);
        var speed = FirstOrder.Approach(state.Speed, speedSetpoint, step, parameters.TimeConstantS);
        var shaftW = (parameters.RatedPowerW - parameters.StandbyPowerW) * speed * speed * speed;
        return (new(speed), new(-(parameters.StandbyPowerW + shaftW), parameters.RatedFlowM3PerH * speed));
    }
}
