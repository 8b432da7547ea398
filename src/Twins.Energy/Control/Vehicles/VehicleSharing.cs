using System.Collections.Immutable;

namespace Twins.Energy.Control.Vehicles;

/// <summary>
/// Shares a power cap among vehicles. Each charging vehicle gets at least its minimum: when the cap does not carry all
/// minima, those in the least hurry pause. The rest is shared by filling up to each one's maximum.
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
        var powers = charging.ToDictionary(vehicle => vehicle.Key, vehicle => vehicle.MinimumW, StringComparer.Ordinal);
        Fill(charging, powers, capW - powers.Values.Sum(), rule);
        return vehicles.ToImmutableDictionary(vehicle => vehicle.Key, vehicle => powers.GetValueOrDefault(vehicle.Key), StringComparer.Ordinal);
    }

    private static List<VehicleDemand> Admit(IEnumerable<VehicleDemand> vehicles, double capW)
    {
        var admitted = new List<VehicleDemand>();
        var left = capW;
        foreach (var vehicle in vehicles
            .Where(vehicle => vehicle is { EnergyNeededWh: > 0, MaximumW: > 0 })
            .OrderByDescending(vehicle => vehicle.NeededW)
            .ThenBy(vehicle => vehicle.Key, StringComparer.Ordinal))
        {
            if (vehicle.MinimumW <= left + ToleranceW)
            {
                admitted.Add(vehicle);
                left -= vehicle.MinimumW;
            }
        }

        return admitted;
    }

    private static void Fill(List<VehicleDemand> charging, Dictionary<string, double> powers, double left, SharingRule rule)
    {
        // Each round fills at least one vehicle to its maximum or uses up the rest, so the rounds are bounded.
        for (var round = 0; round <= charging.Count && left > ToleranceW; round++)
        {
            var open = charging.Where(vehicle => powers[vehicle.Key] < vehicle.MaximumW - ToleranceW).ToList();
            var weight = open.Sum(vehicle => Weight(vehicle, rule));
            var share = left;
            foreach (var vehicle in open)
            {
                var more = Math.Min(vehicle.MaximumW - powers[vehicle.Key], share * Weight(vehicle, rule) / weight);
                powers[vehicle.Key] += more;
                left -= more;
            }
        }
    }

    private static double Weight(VehicleDemand vehicle, SharingRule rule) => rule == SharingRule.Fair ? 1 : vehicle.NeededW;

    private static void Check(VehicleDemand vehicle)
    {
        ControlArgument.NotNegative(vehicle.MinimumW, $"MinimumW of '{vehicle.Key}'");
        ControlArgument.Ordered(vehicle.MinimumW, vehicle.MaximumW, $"MinimumW of '{vehicle.Key}'", $"MaximumW of '{vehicle.Key}'");
        ControlArgument.NotNegative(vehicle.EnergyNeededWh, $"EnergyNeededWh of '{vehicle.Key}'");
        ControlArgument.Positive(vehicle.TimeLeft.TotalSeconds, $"TimeLeft of '{vehicle.Key}'");
    }
}
