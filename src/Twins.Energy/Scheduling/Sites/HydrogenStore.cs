namespace Twins.Energy.Scheduling.Sites;

/// <summary>Electrolyser, tank and fuel cell as one storage. Energies are lower heating values; fuel cell power is positive.</summary>
/// <param name="Key">Unique key.</param>
/// <param name="Bus">Key of its bus.</param>
public sealed record HydrogenStore(string Key, string Bus)
{
    /// <summary>Energy content of the full tank in Wh; above 0.</summary>
    public required double TankCapacityWh { get; init; }

    /// <summary>Energy content at the beginning in Wh, 0 … capacity.</summary>
    public required double InitialEnergyWh { get; init; }

    /// <summary>Most power that the electrolyser draws, magnitude in W. Hard.</summary>
    public required double ElectrolyserPowerW { get; init; }

    /// <summary>Most power that the fuel cell delivers, in W. Hard.</summary>
    public required double FuelCellPowerW { get; init; }

    /// <summary>Share of the electricity drawn that ends up in the tank, above 0, at most 1; default 0.65.</summary>
    public double ElectrolyserEfficiency { get; init; } = 0.65;

    /// <summary>Share of the hydrogen's energy that reaches the bus, above 0, at most 1; default 0.5.</summary>
    public double FuelCellEfficiency { get; init; } = 0.5;

    /// <summary>Cost of wear per kWh at the bus, in each direction, in EUR/kWh; default 0.</summary>
    public double WearCostEurPerKwh { get; init; }

    /// <summary>Value of hydrogen left at the end of the horizon in EUR/kWh of energy content; default 0.</summary>
    public double TerminalValueEurPerKwh { get; init; }
}
