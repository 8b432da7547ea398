namespace Twins.Energy.Physics.Batteries;

/// <summary>Heat of a battery as one lumped mass, and the power it allows at the edges of its temperature window.</summary>
public sealed record BatteryThermal
{
    /// <summary>Heat capacity in Wh/K. Default 28 (about 100 kg of cells at 1 kJ/(kg·K)).</summary>
    public double HeatCapacityWhPerK { get; init; } = 28;

    /// <summary>Resistance to the surroundings, cooling included, in K/W. Default 0.02.</summary>
    public double ThermalResistanceKPerW { get; init; } = 0.02;

    /// <summary>Coldest cell temperature at which charging is allowed, in °C. Default 0 (lithium plating).</summary>
    public double MinChargeTemperatureC { get; init; }

    /// <summary>Cell temperature above which power is reduced, in °C. Default 45.</summary>
    public double DeratingStartC { get; init; } = 45;

    /// <summary>Cell temperature at and above which no power is allowed, in °C. Default 60.</summary>
    public double DeratingEndC { get; init; } = 60;

    /// <summary>Share of the rated power that the temperature allows.</summary>
    /// <param name="temperatureC">Cell temperature in °C.</param>
    /// <returns>Fraction 0 … 1 for both directions; charging is further barred below <see cref="MinChargeTemperatureC"/>.</returns>
    public double AllowedShare(double temperatureC) =>
        Math.Clamp((DeratingEndC - temperatureC) / (DeratingEndC - DeratingStartC), 0, 1);

    internal double After(double temperatureC, double heatW, double ambientC, TimeSpan step)
    {
        var timeConstantS = HeatCapacityWhPerK * 3600 * ThermalResistanceKPerW;
        return FirstOrder.Approach(temperatureC, ambientC + (heatW * ThermalResistanceKPerW), step, timeConstantS);
    }

    internal void Validate(string element)
    {
        Require.Positive(HeatCapacityWhPerK, element);
        Require.Positive(ThermalResistanceKPerW, element);
        Require.Within(MinChargeTemperatureC, -60, 60, element);
        Require.Within(DeratingStartC, MinChargeTemperatureC, 150, element);
        Require.Finite(DeratingEndC, element);
        Require.Positive(DeratingEndC - DeratingStartC, element);
    }
}
