namespace Twins.Energy.Scheduling.Sites;

/// <summary>A critical computing load whose heat can be used, by a heat pump that draws from the same bus.</summary>
/// <param name="Key">Unique key.</param>
/// <param name="Bus">Key of its bus.</param>
public sealed record DataCentre(string Key, string Bus)
{
    /// <summary>Power that it draws without the heat pump, magnitude in W; not negative.</summary>
    public required Profile DrawnPowerW { get; init; }

    /// <summary>Share of the drawn power that can be recovered as heat, 0 … 1; default 0.</summary>
    public double RecoverableShare { get; init; }

    /// <summary>Heat that can be taken up, in W; not negative.</summary>
    public Profile HeatDemandW { get; init; }

    /// <summary>What recovered heat is worth in EUR/kWh.</summary>
    public Profile HeatValueEurPerKwh { get; init; }

    /// <summary>Electricity for each unit of recovered heat, W per W; default 0.25.</summary>
    public double ElectricityPerHeat { get; init; } = 0.25;
}
