using System.Collections.Immutable;
using Twins.Sites;

namespace Twins.Grains.Sites;

/// <summary>The power balance of a site, positive into the bus. Pure.</summary>
internal static class SiteBalance
{
    private const string ActivePower = "activePower";

    public static PowerBalance Of(ImmutableArray<DeviceLiveState> devices)
    {
        ImmutableArray<(BalanceSide Side, double? PowerW)> parts =
            [.. devices.Where(Counts).Select(device => (SideOf(device), device.Number(ActivePower)))];
        return new PowerBalance(
            Sum(parts, BalanceSide.Grid),
            Sum(parts, BalanceSide.Generation),
            Sum(parts, BalanceSide.Storage),
            Sum(parts, BalanceSide.Load),
            StateOfCharge(devices),
            parts.Count(part => part.PowerW is not null),
            parts.Length);
    }

    // A converter inside the site passes power from bus to bus and adds none; a sub-meter shows what others already count.
    private static bool Counts(DeviceLiveState device) =>
        device.Definition.Points.TryGetOrdinal(ActivePower, out _)
        && device.Definition.Entry.Role != DeviceRole.SubMeter
        && (device.Definition.Entry.Role == DeviceRole.GridConnection || !device.Has("conversion"));

    private static BalanceSide SideOf(DeviceLiveState device) => device switch
    {
        { Definition.Entry.Role: DeviceRole.GridConnection } => BalanceSide.Grid,
        _ when device.Has("storage") => BalanceSide.Storage,
        _ when device.Has("generation") => BalanceSide.Generation,
        _ => BalanceSide.Load,
    };

    private static double? Sum(ImmutableArray<(BalanceSide Side, double? PowerW)> parts, BalanceSide side)
    {
        double[] values = [.. parts.Where(part => part.Side == side).Select(part => part.PowerW).OfType<double>()];
        return values.Length == 0 ? null : values.Sum();
    }

    private static double? StateOfCharge(ImmutableArray<DeviceLiveState> devices)
    {
        (double Percent, double? CapacityWh)[] storages = [.. devices
            .Where(device => device.Has("storage") && device.Number("stateOfCharge") is not null)
            .Select(device => (device.Number("stateOfCharge")!.Value, Capacity(device)))];
        if (storages.Length == 0)
        {
            return null;
        }

        return storages.All(storage => storage.CapacityWh is > 0)
            ? storages.Sum(storage => storage.Percent * storage.CapacityWh!.Value) / storages.Sum(storage => storage.CapacityWh!.Value)
            : storages.Average(storage => storage.Percent);
    }

    private static double? Capacity(DeviceLiveState device) =>
        device.Number("energyCapacity") ?? (device.Definition.Entry.Ratings.TryGetValue("energyCapacity", out double rating) ? rating : null);

    private enum BalanceSide
    {
        Grid,
        Generation,
        Storage,
        Load,
    }
}
