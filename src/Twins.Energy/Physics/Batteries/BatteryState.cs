namespace Twins.Energy.Physics.Batteries;

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
