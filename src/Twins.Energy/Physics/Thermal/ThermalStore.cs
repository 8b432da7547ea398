namespace Twins.Energy.Physics.Thermal;

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
