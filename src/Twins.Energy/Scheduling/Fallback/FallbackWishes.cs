using System.Collections.Immutable;
using Twins.Energy.Scheduling.Decisions;
using Twins.Energy.Scheduling.Formulation;
using Twins.Energy.Scheduling.Results;
using Twins.Energy.Scheduling.Sites;

namespace Twins.Energy.Scheduling.Fallback;

/// <summary>The wishes that a fallback plan leaves unmet, each with the limit at which it stands.</summary>
internal sealed class FallbackWishes(SchedulingSite site, TimeGrid grid, BusTree tree, ElementSchedule[] elements)
{
    private const double LeastWh = 0.1;

    private readonly Dictionary<string, ElementSchedule> _elements = elements.ToDictionary(element => element.Key, StringComparer.Ordinal);
    private readonly FallbackCauses _causes = new(site, grid, tree, elements);

    public ImmutableArray<UnmetWish> All() =>
    [
        .. Loads().Concat(Ships()).Concat(Vehicles()).Concat(Deferrables())
            .Where(wish => wish.AmountWh > LeastWh)
            .OrderByDescending(wish => wish.Rank)
            .ThenBy(wish => wish.Element, StringComparer.Ordinal),
    ];

    private IEnumerable<UnmetWish> Loads() => site.Loads
        .Select(load => (load.Key, load.Bus, load.DrawnPowerW, Rank: load.Priority == 0 ? WishRank.CriticalLoad : WishRank.SheddableLoad))
        .Concat(site.DataCentres.Select(centre => (centre.Key, centre.Bus, centre.DrawnPowerW, Rank: WishRank.CriticalLoad)))
        .Select(load => Wish(load.Key, "load served", load.Rank, WantedWh(load.DrawnPowerW) - DrawnWh(load.Key)) with
        {
            Cause = _causes.OnTheWay(load.Bus, step => load.DrawnPowerW[step] + _elements[load.Key].PowerW[step] > LeastWh),
        });

    private IEnumerable<UnmetWish> Ships() => site.ShipCalls.Select(call =>
        Wish(call.Key, "shore power", WishRank.ShipCall, ShipWh(call) - DrawnWh(call.Key)) with
        {
            Cause = _causes.OnTheWay(call.Bus, step => grid.OverlapHours(step, call.EarliestStart, call.LatestEnd) > 0),
        });

    private IEnumerable<UnmetWish> Vehicles() => site.Vehicles
        .Where(visit => grid.StepsWithin(visit.Arrival, visit.Departure).Count > 0)
        .Select(visit => Wish(
            visit.Key,
            "energy at departure",
            WishRank.VehicleEnergy,
            VehicleRows.TargetWithinHorizonWh(visit, grid) - _elements[visit.Key].EnergyWh[^1]) with
        {
            Cause = _causes.OwnOrOnTheWay(visit.Key, visit.Bus, "charge power", visit.MaxChargePowerW, visit.Arrival, visit.Departure),
        });

    private IEnumerable<UnmetWish> Deferrables() => site.DeferrableLoads.Select(load =>
        Wish(load.Key, "energy by the latest time", WishRank.DeferrableEnergy, DeferrableRows.EnergyWithinHorizonWh(load, grid) - DrawnWh(load.Key)) with
        {
            Cause = _causes.OwnOrOnTheWay(load.Key, load.Bus, "power", load.MaxPowerW, load.Earliest, load.Latest),
        });

    private UnmetWish Wish(string key, string wish, WishRank rank, double amountWh) => new(key, wish, rank, amountWh, grid.Start, grid.End, null);

    private double DrawnWh(string key) => Enumerable.Range(0, grid.Count).Sum(step => -_elements[key].PowerW[step] * grid.Hours(step));

    private double WantedWh(Profile profile) => Enumerable.Range(0, grid.Count).Sum(step => profile[step] * grid.Hours(step));

    /// <summary>What a ship that begins as early as possible draws within the horizon; its whole block when no start is left.</summary>
    private double ShipWh(ShipCall call)
    {
        DateTimeOffset[] starts = ShipStarts.Of(call, grid);
        if (starts.Length == 0)
        {
            return call.EarliestStart >= grid.End ? 0 : call.DrawnPowerW * call.Duration.TotalHours;
        }

        return Enumerable.Range(0, grid.Count).Sum(step => ShipStarts.Share(call, grid, starts[0], step) * grid.Hours(step)) * call.DrawnPowerW;
    }
}
