using Twins.Energy.Physics;

namespace Twins.Simulator.Electrical;

/// <summary>
/// Where a participant meets a bus. Before a bus is balanced the participant states its power, or how it holds the voltage; after
/// that <see cref="ActivePowerW"/> is what flowed. Positive delivers into the bus.
/// </summary>
internal sealed class Terminal(Bus bus, bool consumer = false)
{
    public Bus Bus { get; } = bus;

    /// <summary>Whether a sub-meter on the bus counts it.</summary>
    public bool Consumer { get; } = consumer;

    /// <summary>Active power per phase in W; on a DC bus only the sum counts.</summary>
    public ThreePhase ActivePowerW { get; set; }

    /// <summary>Reactive power per phase in var; 0 on a DC bus.</summary>
    public ThreePhase ReactivePowerVar { get; set; }

    /// <summary>
    /// How readily the participant holds a DC bus: 0 always does, 1 when nobody of rank 0 does or they are at their limits, 2 as the
    /// last resort; null gives constant power.
    /// </summary>
    public int? HoldingRank { get; set; }

    /// <summary>How it holds the voltage, when its rank is called.</summary>
    public DroopSource Droop { get; set; }

    /// <summary>Sum of the phases, or the DC power, in W.</summary>
    public double PowerW
    {
        get => ActivePowerW.Sum;
        set => ActivePowerW = ThreePhase.Even(value / 3);
    }

    /// <summary>Current into the bus in A, with the sign of the power: direct current, or the RMS current of one phase.</summary>
    public double CurrentA => Bus switch
    {
        { VoltageV: <= 0 } => 0,
        DirectCurrentBus => PowerW / Bus.VoltageV,
        _ => Math.CopySign(double.Hypot(PowerW, ReactivePowerVar.Sum) / (Math.Sqrt(3) * Bus.VoltageV), PowerW),
    };
}
