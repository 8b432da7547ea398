using System.Collections.Immutable;
using Twins.Optimization.Scheduling.Decisions;
using Twins.Optimization.Scheduling.Formulation;
using Twins.Optimization.Scheduling.Results;
using Twins.Optimization.Scheduling.Sites;

namespace Twins.Optimization.Scheduling.Fallback;

/// <summary>The wishes that a fallback plan leaves unmet. Without duals, no cause is named.</summary>
internal static class FallbackWishes
{
    private const double LeastWh = 0.1;

    public static ImmutableArray<UnmetWish> Of(SchedulingSite site, TimeGrid grid, ElementSchedule[] elements)
    {
        Dictionary<string, ElementSchedule> byKey = elements.ToDictionary(element => element.Key, StringComparer.Ordinal);
        double DrawnWh(string key) => Enumerable.Range(0, grid.Count).Sum(step => -byKey[key].PowerW[step] * grid.Hours(step));
        double WantedWh(Profile profile) => Enumerable.Range(0, grid.Count).Sum(step => profile[step] * grid.Hours(step));
        UnmetWish Wish(string key, string wish, WishRank rank, double amountWh) => new(key, wish, rank, amountWh, grid.Start, grid.End, null);
        return
        [
            .. site.Loads.Select(load => Wish(
                    load.Key,
                    "load served",
                    load.Priority == 0 ? WishRank.CriticalLoad : WishRank.SheddableLoad,
                    WantedWh(load.DrawnPowerW) - DrawnWh(load.Key)))
                .Concat(site.DataCentres.Select(centre => Wish(
                    centre.Key, "load served", WishRank.CriticalLoad, WantedWh(centre.DrawnPowerW) - DrawnWh(centre.Key))))
                .Concat(site.ShipCalls.Select(call => Wish(call.Key, "shore power", WishRank.ShipCall, ShipWh(call, grid) - DrawnWh(call.Key))))
                .Concat(site.Vehicles.Where(visit => grid.StepsWithin(visit.Arrival, visit.Departure).Count > 0).Select(visit => Wish(
                    visit.Key,
                    "energy at departure",
                    WishRank.VehicleEnergy,
                    VehicleRows.TargetWithinHorizonWh(visit, grid) - byKey[visit.Key].EnergyWh[^1])))
                .Concat(site.DeferrableLoads.Select(load => Wish(
                    load.Key,
                    "energy by the latest time",
                    WishRank.DeferrableEnergy,
                    DeferrableRows.EnergyWithinHorizonWh(load, grid) - DrawnWh(load.Key))))
                .Where(wish => wish.AmountWh > LeastWh)
                .OrderByDescending(wish => wish.Rank)
                .ThenBy(wish => wish.Element, StringComparer.Ordinal),
        ];
    }

    /// <summary>What a ship that begins as early as possible draws within the horizon; its whole block when no start is left.</summary>
    private static double ShipWh(ShipCall call, TimeGrid grid)
    {
        DateTimeOffset[] starts = ShipStarts.Of(call, grid);
        if (starts.Length == 0)
        {
            return call.EarliestStart >= grid.End ? 0 : call.DrawnPowerW * call.Duration.TotalHours;
        }

        return Enumerable.Range(0, grid.Count).Sum(step => ShipStarts.Share(call, grid, starts[0], step) * grid.Hours(step)) * call.DrawnPowerW;
    }
}
