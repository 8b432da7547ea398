using Twins.Simulator.Models;

namespace Twins.Simulator.Electrical;

/// <summary>A node of the simulated network at which all powers sum to zero.</summary>
internal abstract class Bus(string key, double nominalVoltageV)
{
    public string Key { get; } = key;

    /// <summary>Nominal voltage in V; line to line on an AC bus.</summary>
    public double NominalVoltageV { get; } = nominalVoltageV;

    /// <summary>Present voltage in V; line to line on an AC bus. 0 while the bus is dead.</summary>
    public double VoltageV { get; protected set; } = nominalVoltageV;

    public List<Terminal> Terminals { get; } = [];

    public Terminal Connect(bool consumer = false)
    {
        var terminal = new Terminal(this, consumer);
        Terminals.Add(terminal);
        return terminal;
    }

    /// <summary>Finds the voltage that goes with what the terminals state, and settles their powers.</summary>
    public abstract void Balance(Tick tick);
}
