using System.Collections.Immutable;

namespace Twins.Energy.Control;

/// <summary>
/// Shares a power cap among vehicles. Each charging vehicle gets at least its minimum: when the cap does not carry all
/// minima, those with most time until departure pause. The rest is shared by filling up to each one's maximum.
/// </summary>
public static class VehicleSharing
{
    private const double ToleranceW = 1e-6;

    /// <summary>The charging power of each vehicle, as a magnitude in W; 0 pauses it. The sum never exceeds the cap.</summary>
    /// <param name="vehicles">The connected vehicles.</param>
    /// <param name="capW">What they may take together in W; not negative.</param>
    /// <param name="rule">By what the cap is shared.</param>
    /// <exception cref="ArgumentOutOfRangeException">The cap is negative or a vehicle's values are out of their ranges.</exception>
    public static ImmutableDictionary<string, double> Share(IReadOnlyCollection<VehicleDemand> vehicles, double capW, SharingRule rule)
    {
        ControlArgument.NotNegative(capW, nameof(capW));
        foreach (var vehicle in vehicles)
        {
            Check(vehicle);
        }

        var charging = Admit(vehicles, capW);
        var powers = charging.ToDictionary(vehicle => vehicle.Key, vehicle => vehicle.MinW, StringComparer.Ordinal);
        Fill(charging, powers, capW - powers.Values.Sum(), rule);
        return vehicles.ToImmutableDictionary(vehicle => vehicle.Key, vehicle => powers.GetValueOrDefault(vehicle.Key), StringComparer.Ordinal);
    }

    private static List<VehicleDemand> Admit(IEnumerable<VehicleDemand> vehicles, double capW)
    {
        var admitted = new List<VehicleDemand>();
        var left = capW;
        foreach (var vehicle in vehicles
            .Where(vehicle => vehicle is { EnergyNeededWh: > 0, MaxW: > 0 })
            .OrderByDescending(vehicle => vehicle.NeededW)
            .ThenBy(vehicle => vehicle.Key, StringComparer.Ordinal))
        {
            if (vehicle.MinW <= left + ToleranceW)
            {
                admitted.Add(vehicle);
                left -= vehicle.MinW;
            }
        }

        return admitted;
    }

    private static void Fill(List<VehicleDemand> charging, Dictionary<string, double> powers, double left, SharingRule rule)
    {
        // Each round fills at least one vehicle to its maximum or uses up the rest, so the rounds are bounded.
        for (var round = 0; round <= charging.Count && left > ToleranceW; round++)
        {
            var open = charging.Where(vehicle => powers[vehicle.Key] < vehicle.MaxW - ToleranceW).ToList();
            var weight = open.Sum(vehicle => Weight(vehicle, rule));
            var share = left;
            foreach (var vehicle in open)
            {
                var more = Math.Min(vehicle.MaxW - powers[vehicle.Key], share * Weight(vehicle, rule) / weight);
                powers[vehicle.Key] += more;
                left -= more;
            }
        }
    }

    private static double Weight(VehicleDemand vehicle, SharingRule rule) => rule == SharingRule.Fair ? 1 : vehicle.NeededW;

    private static void Check(VehicleDemand vehicle)
    {
        ControlArgument.NotNegative(vehicle.MinW, $"MinW of '{vehicle.Key}'");
        ControlArgument.Ordered(vehicle.MinW, vehicle.MaxW, $"MinW of '{vehicle.Key}'", $"MaxW of '{vehicle.Key}'");
        ControlArgument.NotNegative(vehicle.EnergyNeededWh, $"EnergyNeededWh of '{vehicle.Key}'");
        ControlArgument.Positive(vehicle.TimeLeft.TotalSeconds, $"TimeLeft of '{vehicle.Key}'");
    }
}

/// <summary>What one connected vehicle can take and needs.</summary>
/// <param name="Key">Key of its charging point.</param>
/// <param name="MinW">Minimum power at which it charges, as a magnitude in W (6 A per phase by IEC 61851-1); not negative.</param>
/// <param name="MaxW">Maximum power that vehicle and charger allow, as a magnitude in W; not below the minimum.</param>
/// <param name="EnergyNeededWh">Energy still wanted before departure in Wh; not negative.</param>
/// <param name="TimeLeft">Time until departure; positive.</param>
public sealed record VehicleDemand(string Key, double MinW, double MaxW, double EnergyNeededWh, TimeSpan TimeLeft)
{
    /// <summary>Mean power in W that brings the needed energy in time.</summary>
    public double NeededW => EnergyNeededWh / TimeLeft.TotalHours;
}

/// <summary>How a cap is shared.</summary>
public enum SharingRule
{
    /// <summary>The same power for each vehicle, up to its maximum.</summary>
    Fair,

    /// <summary>In proportion to the mean power that each needs until departure.</summary>
    ByNeed,
}
