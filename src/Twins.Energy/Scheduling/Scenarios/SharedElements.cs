using Twins.Energy.Scheduling.Sites;

namespace Twins.Energy.Scheduling.Scenarios;

/// <summary>The elements that are the same, with the same data, in all scenarios.</summary>
internal static class SharedElements
{
    public static HashSet<string> Of(IReadOnlyList<SchedulingSite> sites)
    {
        HashSet<object> shared = [.. Elements(sites[0])];
        foreach (SchedulingSite other in sites.Skip(1))
        {
            shared.IntersectWith(Elements(other));
        }

        return [.. shared.Select(KeyOf)];
    }

    /// <summary>Elements whose powers are decided ahead; records of values only, so that equal data make equal elements.</summary>
    private static IEnumerable<object> Elements(SchedulingSite site) =>
        [.. site.Batteries, .. site.HydrogenStores, .. site.DeferrableLoads, .. site.Vehicles, .. site.ShipCalls];

    private static string KeyOf(object element) => element switch
    {
        Battery battery => battery.Key,
        HydrogenStore store => store.Key,
        DeferrableLoad load => load.Key,
        VehicleVisit visit => visit.Key,
        ShipCall call => call.Key,
        _ => throw new ArgumentOutOfRangeException(nameof(element), element, "An element whose powers are not decided ahead."),
    };
}
