namespace Twins.Optimization.Scheduling;

/// <summary>
/// The hierarchy of wishes, least important first. A kilowatt-hour of one rank counts three times as much as one of the rank
/// below, and the lowest more than any saving on the bill could be worth.
/// </summary>
public enum WishRank
{
    /// <summary>Energy held back for islanding.</summary>
    Reserve,

    /// <summary>Plants that shall not be curtailed.</summary>
    SolarUse,

    /// <summary>Energy of deferrable loads.</summary>
    DeferrableEnergy,

    /// <summary>Energy of vehicles at departure.</summary>
    VehicleEnergy,

    /// <summary>Shore power of ships.</summary>
    ShipCall,

    /// <summary>Contracted import.</summary>
    ConnectionLimit,

    /// <summary>Sheddable loads, by their priority.</summary>
    SheddableLoad,

    /// <summary>State-of-charge window of a battery that starts below it.</summary>
    StorageWindow,

    /// <summary>Critical loads.</summary>
    CriticalLoad,
}
