namespace Twins.Energy.Physics;

/// <summary>How a thermal store is at one instant.</summary>
/// <param name="TemperatureC">Temperature of the mass in °C.</param>
public readonly record struct ThermalStoreState(double TemperatureC);

/// <summary>What is asked of a thermal store in one step.</summary>
/// <param name="HeatOfferedW">Heat that could be put in, magnitude in W.</param>
/// <param name="HeatWantedW">Heat that is wanted out, magnitude in W.</param>
/// <param name="AmbientTemperatureC">Temperature of the surroundings in °C.</param>
public readonly record struct ThermalStoreInput(double HeatOfferedW, double HeatWantedW, double AmbientTemperatureC);

/// <summary>What a thermal store did in one step, means over it.</summary>
/// <param name="HeatTakenW">Heat put in, in W, at most what was offered.</param>
/// <param name="HeatGivenW">Heat taken out, in W, at most what was wanted.</param>
/// <param name="LossW">Heat to the surroundings in W; negative when they are warmer.</param>
/// <param name="StoredEnergyWh">Energy above the coldest useful temperature in Wh; negative below it.</param>
public readonly record struct ThermalStoreOutput(double HeatTakenW, double HeatGivenW, double LossW, double StoredEnergyWh);

/// <summary>A thermal store in steps. Taken = given + lost + growth of the stored energy, exactly at any step length.</summary>
public static class ThermalStore
{
    /// <summary>One step.</summary>
    /// <param name="parameters">The store, validated.</param>
    /// <param name="state">State at the beginning.</param>
    /// <param name="input">Offer and wish, constant over the step.</param>
    /// <param name="step">Length, longer than zero.</param>
    /// <returns>State at the end, and what happened meanwhile.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input is not possible, or the step is not longer than zero.</exception>
    public static (ThermalStoreState State, ThermalStoreOutput Output) Step(
        ThermalStoreParameters parameters, ThermalStoreState state, ThermalStoreInput input, TimeSpan step)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var hours = Require.Hours(step, parameters.Element);
        Require.NotNegative(input.HeatOfferedW, parameters.Element);
        Require.NotNegative(input.HeatWantedW, parameters.Element);
        Require.Within(input.AmbientTemperatureC, -60, 100, parameters.Element);

        var roomW = Math.Max(0, parameters.MaxTemperatureC - state.TemperatureC) * parameters.HeatCapacityWhPerK / hours;
        var stockW = Math.Max(0, state.TemperatureC - parameters.MinTemperatureC) * parameters.HeatCapacityWhPerK / hours;
        // What is given makes room, what is taken in adds to the stock: an offer can serve a wish of the same step.
        var givenW = Math.Min(input.HeatWantedW, stockW + input.HeatOfferedW);
        var takenW = Math.Min(input.HeatOfferedW, roomW + givenW);
        return Settle(parameters, state, takenW, givenW, input.AmbientTemperatureC, step);
    }

    private static (ThermalStoreState State, ThermalStoreOutput Output) Settle(
        ThermalStoreParameters parameters, ThermalStoreState state, double takenW, double givenW, double ambientC, TimeSpan step)
    {
        var netW = takenW - givenW;
        double afterC, lossW;
        if (parameters.LossWPerK == 0)
        {
            afterC = state.TemperatureC + (netW * step.TotalHours / parameters.HeatCapacityWhPerK);
            lossW = 0;
        }
        else
        {
            var timeConstantS = parameters.HeatCapacityWhPerK * 3600 / parameters.LossWPerK;
            var steadyC = ambientC + (netW / parameters.LossWPerK);
            afterC = FirstOrder.Approach(state.TemperatureC, steadyC, step, timeConstantS);
            lossW = (FirstOrder.Mean(state.TemperatureC, steadyC, step, timeConstantS) - ambientC) * parameters.LossWPerK;
        }

        var storedWh = (afterC - parameters.MinTemperatureC) * parameters.HeatCapacityWhPerK;
        return (new(afterC), new(takenW, givenW, lossW, storedWh));
    }
}

/// <summary>A hot-water store for recovered heat, for example a data centre's: one well-mixed mass with losses.</summary>
public sealed record ThermalStoreParameters
{
    /// <summary>Name used in errors. Default <c>thermal store</c>.</summary>
    public string Element { get; init; } = "thermal store";

    /// <summary>Heat capacity in Wh/K; 1 m³ of water is 1,163 Wh/K. Above 0.</summary>
    public required double HeatCapacityWhPerK { get; init; }

    /// <summary>Heat lost per kelvin above the surroundings, in W/K, at least 0. Default 5.</summary>
    public double LossWPerK { get; init; } = 5;

    /// <summary>Coldest useful temperature in °C: below it no heat is given. Default 30.</summary>
    public double MinTemperatureC { get; init; } = 30;

    /// <summary>Hottest allowed temperature in °C: above it no heat is taken in. Default 60.</summary>
    public double MaxTemperatureC { get; init; } = 60;

    /// <summary>Checks every value.</summary>
    /// <returns>These parameters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is not possible; the message names element, value and limit.</exception>
    public ThermalStoreParameters Validated()
    {
        Require.Positive(HeatCapacityWhPerK, Element);
        Require.NotNegative(LossWPerK, Element);
        Require.Within(MinTemperatureC, -50, 200, Element);
        Require.Within(MaxTemperatureC, MinTemperatureC, 200, Element);
        return this;
    }
}

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
