using System.Collections.Immutable;

namespace Twins.Energy.Scheduling.Sites;

/// <summary>
/// What a site consists of, expects and wants over one horizon. Keys are unique over all kinds. Powers are magnitudes with the
/// direction in their name; results carry the sign (positive into the bus).
/// </summary>
public sealed record SchedulingSite
{
    /// <summary>Buses, at least one.</summary>
    public required ImmutableArray<Bus> Buses { get; init; }

    /// <summary>Connections to the public grid.</summary>
    public ImmutableArray<GridConnection> GridConnections { get; init; } = [];

    /// <summary>Batteries.</summary>
    public ImmutableArray<Battery> Batteries { get; init; } = [];

    /// <summary>Hydrogen stores.</summary>
    public ImmutableArray<HydrogenStore> HydrogenStores { get; init; } = [];

    /// <summary>Photovoltaic plants.</summary>
    public ImmutableArray<Photovoltaic> Photovoltaics { get; init; } = [];

    /// <summary>Critical and sheddable loads.</summary>
    public ImmutableArray<Load> Loads { get; init; } = [];

    /// <summary>Deferrable loads.</summary>
    public ImmutableArray<DeferrableLoad> DeferrableLoads { get; init; } = [];

    /// <summary>Vehicles, present and expected.</summary>
    public ImmutableArray<VehicleVisit> Vehicles { get; init; } = [];

    /// <summary>Ship calls.</summary>
    public ImmutableArray<ShipCall> ShipCalls { get; init; } = [];

    /// <summary>Converters between buses.</summary>
    public ImmutableArray<InterlinkConverter> Converters { get; init; } = [];

    /// <summary>Data centres.</summary>
    public ImmutableArray<DataCentre> DataCentres { get; init; } = [];
}
