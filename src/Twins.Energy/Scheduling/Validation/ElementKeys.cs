using Twins.Energy.Scheduling.Sites;

namespace Twins.Energy.Scheduling.Validation;

/// <summary>The keys of all elements of a site.</summary>
internal static class ElementKeys
{
    public static IEnumerable<string> Of(SchedulingSite site) => site.GridConnections.Select(connection => connection.Key)
        .Concat(site.Batteries.Select(battery => battery.Key))
        .Concat(site.HydrogenStores.Select(store => store.Key))
        .Concat(site.Photovoltaics.Select(plant => plant.Key))
        .Concat(site.Loads.Select(load => load.Key))
        .Concat(site.DeferrableLoads.Select(load => load.Key))
        .Concat(site.Vehicles.Select(visit => visit.Key))
        .Concat(site.ShipCalls.Select(call => call.Key))
        .Concat(site.Converters.Select(converter => converter.Key))
        .Concat(site.DataCentres.Select(centre => centre.Key));
}
