namespace Twins.Energy.Control.Vehicles;

/// <summary>What one connected vehicle can take and needs.</summary>
/// <param name="Key">Key of its charging point.</param>
/// <param name="MinimumW">Least power at which it charges at all, as a magnitude in W (6 A per phase by IEC 61851-1); not negative.</param>
/// <param name="MaximumW">Greatest power that vehicle and charger allow, as a magnitude in W; not below the minimum.</param>
/// <param name="EnergyNeededWh">Energy still wanted before departure in Wh; not negative.</param>
/// <param name="TimeLeft">Time until departure; positive.</param>
public sealed record VehicleDemand(string Key, double MinimumW, double MaximumW, double EnergyNeededWh, TimeSpan TimeLeft)
{
    /// <summary>Mean power in W that brings the needed energy in time.</summary>
    public double NeededW => EnergyNeededWh / TimeLeft.TotalHours;
}

/// <summary>By what a cap is shared.</summary>
public enum SharingRule
{
    /// <summary>Everybody the same, as far as they can take it.</summary>
    Fair,

    /// <summary>In proportion to the mean power that each needs until departure.</summary>
    ByNeed,
}
