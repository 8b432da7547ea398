using Twins.Energy.Physics;
using Twins.Simulator.Models;

namespace Twins.Simulator.Electrical;

/// <summary>An AC bus fed by the public grid, which takes or gives whatever the terminals leave over.</summary>
internal sealed class AlternatingCurrentBus : Bus
{
    private readonly GridSupplyParameters _grid;

    public AlternatingCurrentBus(string key, double nominalVoltageV, ulong seed)
        : base(key, nominalVoltageV)
    {
        _grid = new GridSupplyParameters { Element = key, Seed = seed, NominalVoltageV = nominalVoltageV / Math.Sqrt(3) }.Validated();
        PhaseVoltageV = ThreePhase.Even(_grid.NominalVoltageV);
    }

    /// <summary>Active power from the grid per phase in W, positive for import.</summary>
    public ThreePhase ImportW { get; private set; }

    /// <summary>Reactive power from the grid per phase in var, positive for import.</summary>
    public ThreePhase ImportVar { get; private set; }

    /// <summary>Phase-to-neutral voltages in V.</summary>
    public ThreePhase PhaseVoltageV { get; private set; }

    public double FrequencyHz { get; private set; } = 50;

    /// <inheritdoc/>
    public override void Balance(Tick tick)
    {
        var active = default(ThreePhase);
        var reactive = default(ThreePhase);
        for (var i = 0; i < Terminals.Count; i++)
        {
            active += Terminals[i].ActivePowerW;
            reactive += Terminals[i].ReactivePowerVar;
        }

        ImportW = active * -1;
        ImportVar = reactive * -1;
        PhaseVoltageV = GridSupply.VoltageV(_grid, tick.Time, ImportW, ImportVar);
        VoltageV = PhaseVoltageV.Mean * Math.Sqrt(3);
        FrequencyHz = GridSupply.FrequencyHz(_grid, tick.Time);
    }
}
