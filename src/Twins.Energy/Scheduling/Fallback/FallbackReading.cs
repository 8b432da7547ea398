using Twins.Energy.Scheduling.Formulation;
using Twins.Energy.Scheduling.Results;
using Twins.Energy.Scheduling.Sites;

namespace Twins.Energy.Scheduling.Fallback;

/// <summary>Turns the powers of all steps into the schedules of the elements.</summary>
internal sealed class FallbackReading(
    SchedulingSite site, IReadOnlyDictionary<(string Key, bool Second), double>[] powers, Dictionary<string, double>[] energies)
{
    public IEnumerable<ElementSchedule> Elements() => site.GridConnections
        .Select(connection => One(connection.Key, connection.Bus, ElementKind.Grid))
        .Concat(site.Batteries.Select(battery => Store(battery.Key, battery.Bus, ElementKind.Battery)))
        .Concat(site.HydrogenStores.Select(store => Store(store.Key, store.Bus, ElementKind.Hydrogen)))
        .Concat(site.Photovoltaics.Select(plant => One(plant.Key, plant.Bus, ElementKind.Photovoltaic)))
        .Concat(site.Loads.Select(load => One(load.Key, load.Bus, ElementKind.Load)))
        .Concat(site.DeferrableLoads.Select(load => One(load.Key, load.Bus, ElementKind.Deferrable)))
        .Concat(site.Vehicles.Select(visit => Store(visit.Key, visit.Bus, ElementKind.Vehicle)))
        .Concat(site.ShipCalls.Select(call => One(call.Key, call.Bus, ElementKind.Ship)))
        .Concat(site.Converters.Select(Converter))
        .Concat(site.DataCentres.Select(centre => One(centre.Key, centre.Bus, ElementKind.DataCentre)));

    private ElementSchedule One(string key, string bus, ElementKind kind) => new(key, kind, [Terminal(key, bus, second: false)]);

    private ElementSchedule Store(string key, string bus, ElementKind kind) => One(key, bus, kind) with
    {
        EnergyWh = SolvedPoint.Series(powers.Length, step => energies[step][key]),
    };

    private ElementSchedule Converter(InterlinkConverter converter) => new(
        converter.Key,
        ElementKind.Converter,
        [Terminal(converter.Key, converter.FirstBus, second: false), Terminal(converter.Key, converter.SecondBus, second: true)]);

    private TerminalSchedule Terminal(string key, string bus, bool second) =>
        new(bus, SolvedPoint.Series(powers.Length, step => powers[step].GetValueOrDefault((key, second))));
}
