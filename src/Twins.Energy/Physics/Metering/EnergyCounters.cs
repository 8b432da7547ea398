namespace Twins.Energy.Physics.Metering;

/// <summary>The two counters of a meter, which only ever grow.</summary>
/// <param name="DeliveredWh">Energy delivered into the bus, in Wh (import at a grid connection).</param>
/// <param name="DrawnWh">Energy drawn from the bus, in Wh (export at a grid connection).</param>
public readonly record struct EnergyCounters(double DeliveredWh, double DrawnWh)
{
    /// <summary>Delivered minus drawn, in Wh.</summary>
    public double NetWh => DeliveredWh - DrawnWh;

    /// <summary>Counts one step of constant power.</summary>
    /// <param name="powerW">Power in W, positive into the bus.</param>
    /// <param name="step">Length, longer than zero.</param>
    /// <returns>The grown counters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The power is not a number, or the step is not longer than zero.</exception>
    public EnergyCounters After(double powerW, TimeSpan step)
    {
        Require.Finite(powerW, "energy counters");
        var energyWh = powerW * Require.Hours(step, "energy counters");
        return energyWh > 0 ? this with { DeliveredWh = DeliveredWh + energyWh } : this with { DrawnWh = DrawnWh - energyWh };
    }
}
