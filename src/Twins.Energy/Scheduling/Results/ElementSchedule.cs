using System.Collections.Immutable;

namespace Twins.Energy.Scheduling.Results;

/// <summary>Kind of an element of the site.</summary>
public enum ElementKind
{
    /// <summary>Grid connection.</summary>
    Grid,

    /// <summary>Battery.</summary>
    Battery,

    /// <summary>Hydrogen store.</summary>
    Hydrogen,

    /// <summary>Photovoltaic plant.</summary>
    Photovoltaic,

    /// <summary>Critical or sheddable load.</summary>
    Load,

    /// <summary>Deferrable load.</summary>
    Deferrable,

    /// <summary>Vehicle.</summary>
    Vehicle,

    /// <summary>Ship call.</summary>
    Ship,

    /// <summary>Converter between buses.</summary>
    Converter,

    /// <summary>Data centre.</summary>
    DataCentre,
}

/// <summary>Mean powers of an element at one bus.</summary>
/// <param name="Bus">Key of the bus.</param>
/// <param name="PowerW">One value per step in W, positive into the bus.</param>
public sealed record TerminalSchedule(string Bus, ImmutableArray<double> PowerW);

/// <summary>What an element shall do.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Terminals">Its powers at each bus it is connected to: two for a converter (first bus first), one for the others.</param>
public sealed record ElementSchedule(string Key, ElementKind Kind, ImmutableArray<TerminalSchedule> Terminals)
{
    /// <summary>Powers at the first terminal in W, positive into the bus.</summary>
    public ImmutableArray<double> PowerW => Terminals[0].PowerW;

    /// <summary>Stored energy at the end of each step in Wh; empty for what does not store.</summary>
    public ImmutableArray<double> EnergyWh { get; init; } = [];

    /// <summary>Recovered heat of a data centre in W; empty for the others.</summary>
    public ImmutableArray<double> HeatW { get; init; } = [];
}
