namespace Twins.Energy.Physics;

/// <summary>
/// Loss of capacity by use and by time. Use: linear in equivalent full cycles. Time: with the square root of time, speeded by heat
/// after Arrhenius (Broussely et al., J. Power Sources 97–98, 2001; Wang et al., J. Power Sources 196, 2011).
/// </summary>
public sealed record BatteryAgeing
{
    private const double GasConstantJPerMolK = 8.314462618;
    private const double ZeroCelsiusK = 273.15;
    private const double HoursPerYear = 8766;

    /// <summary>Capacity lost per equivalent full cycle at the reference temperature, fraction of the new capacity. Default: 20 % in 6,000 cycles.</summary>
    public double CycleFadePerFullCycle { get; init; } = 0.2 / 6000;

    /// <summary>Capacity lost in the first year at the reference temperature, fraction of the new capacity. Default 0.02.</summary>
    public double CalendarFadeFirstYear { get; init; } = 0.02;

    /// <summary>Temperature at which the two figures hold, in °C. Default 25.</summary>
    public double ReferenceTemperatureC { get; init; } = 25;

    /// <summary>How much heat speeds ageing, in J/mol. Default 31,500 (Wang et al. 2011, LFP).</summary>
    public double ActivationEnergyJPerMol { get; init; } = 31_500;

    /// <summary>The fade by use after more charge went through.</summary>
    /// <param name="fade">Fade by use until now, fraction.</param>
    /// <param name="fullCycles">Equivalent full cycles of this step (charge moved either way over twice the capacity).</param>
    /// <param name="temperatureC">Cell temperature in °C.</param>
    /// <returns>The new fade, fraction.</returns>
    public double AfterUse(double fade, double fullCycles, double temperatureC) =>
        fade + (CycleFadePerFullCycle * fullCycles * Speed(temperatureC));

    /// <summary>The fade by time after a further while.</summary>
    /// <param name="fade">Fade by time until now, fraction.</param>
    /// <param name="hours">Length of the step in h.</param>
    /// <param name="temperatureC">Cell temperature in °C.</param>
    /// <returns>The new fade, fraction. With a constant temperature exactly k·√t, whatever the steps.</returns>
    public double AfterTime(double fade, double hours, double temperatureC)
    {
        var rate = CalendarFadeFirstYear * Speed(temperatureC);
        return Math.Sqrt((fade * fade) + (rate * rate * hours / HoursPerYear));
    }

    internal void Validate(string element)
    {
        Require.Within(CycleFadePerFullCycle, 0, 1, element);
        Require.Within(CalendarFadeFirstYear, 0, 1, element);
        Require.Within(ReferenceTemperatureC, -60, 100, element);
        Require.NotNegative(ActivationEnergyJPerMol, element);
    }

    private double Speed(double temperatureC)
    {
        var inverseDifference = (1 / (ReferenceTemperatureC + ZeroCelsiusK)) - (1 / (temperatureC + ZeroCelsiusK));
        return Math.Exp(ActivationEnergyJPerMol / GasConstantJPerMolK * inverseDifference);
    }
}

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
