namespace Twins.Energy.Scheduling;

/// <summary>
/// The hierarchy of wishes, least important first. Nothing of a rank is given up for any amount of the ranks below, nor for any saving
/// on the bill.
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

    /// <summary>State-of-charge window of a battery that starts outside it.</summary>
    StorageWindow,

    /// <summary>Critical loads.</summary>
    CriticalLoad,
}
