using Twins.Energy.Scheduling.Sites;

namespace Twins.Energy.Scheduling.Validation;

/// <summary>Finds every fault of a site, its grid and its objectives at once.</summary>
internal sealed class SiteValidator
{
    private readonly SchedulingSite _site;
    private readonly FaultList _faults;
    private readonly HashSet<string> _buses;

    private SiteValidator(SchedulingSite site, FaultList faults)
    {
        (_site, _faults) = (site, faults);
        _buses = [.. site.Buses.Select(bus => bus.Key)];
    }

    public static void ThrowIfFaulty(SchedulingSite site, TimeGrid grid, ScheduleObjectives objectives)
    {
        var faults = new FaultList(grid.Edges.IsDefaultOrEmpty ? 0 : grid.Count);
        TimeGridCheck.AddFaults(grid, faults);
        new SiteValidator(site, faults).CheckAll();
        CheckObjectives(objectives, faults);
        if (faults.All.Count > 0)
        {
            throw new SchedulingSiteException([.. faults.All]);
        }
    }

    private static void CheckObjectives(ScheduleObjectives objectives, FaultList faults)
    {
        faults.NotNegative("objectives", nameof(objectives.CostWeight), objectives.CostWeight);
        faults.NotNegative("objectives", nameof(objectives.ExportPenaltyEurPerKwh), objectives.ExportPenaltyEurPerKwh);
        faults.NotNegative("objectives", nameof(objectives.PeakEurPerKw), objectives.PeakEurPerKw);
        faults.NotNegative("objectives", nameof(objectives.CarbonEurPerKg), objectives.CarbonEurPerKg);
        faults.NotNegative("objectives", nameof(objectives.ConversionEurPerKwh), objectives.ConversionEurPerKwh);
        faults.NotNegative("objectives", nameof(objectives.ReserveHours), objectives.ReserveHours);
    }

    private void CheckAll()
    {
        CheckKeys();
        Check("grid connection", _site.GridConnections, connection => (connection.Key, connection.Bus), ElementChecks.Check);
        Check("battery", _site.Batteries, battery => (battery.Key, battery.Bus), ElementChecks.Check);
        Check("hydrogen store", _site.HydrogenStores, store => (store.Key, store.Bus), ElementChecks.Check);
        Check("photovoltaic plant", _site.Photovoltaics, plant => (plant.Key, plant.Bus), ElementChecks.Check);
        Check("load", _site.Loads, load => (load.Key, load.Bus), ElementChecks.Check);
        Check("deferrable load", _site.DeferrableLoads, load => (load.Key, load.Bus), ElementChecks.Check);
        Check("vehicle", _site.Vehicles, visit => (visit.Key, visit.Bus), ElementChecks.Check);
        Check("ship call", _site.ShipCalls, call => (call.Key, call.Bus), ElementChecks.Check);
        Check("converter", _site.Converters, converter => (converter.Key, converter.FirstBus), ElementChecks.Check);
        Check("data centre", _site.DataCentres, centre => (centre.Key, centre.Bus), ElementChecks.Check);
        foreach (InterlinkConverter converter in _site.Converters)
        {
            CheckBus($"converter '{converter.Key}'", converter.SecondBus);
        }
    }

    private void Check<T>(string kind, IEnumerable<T> elements, Func<T, (string Key, string Bus)> identify, Action<T, string, FaultList> check)
    {
        foreach (T element in elements)
        {
            (string key, string bus) = identify(element);
            string name = $"{kind} '{key}'";
            CheckBus(name, bus);
            check(element, name, _faults);
        }
    }

    private void CheckBus(string element, string bus)
    {
        if (!_buses.Contains(bus))
        {
            _faults.Add($"{element} refers to bus '{bus}', which is not in the site");
        }
    }

    private void CheckKeys()
    {
        if (_site.Buses.IsDefaultOrEmpty)
        {
            _faults.Add("the site has no bus");
        }

        AddRepeated("bus", _site.Buses.Select(bus => bus.Key));
        AddRepeated("element", ElementKeys.Of(_site));
    }

    private void AddRepeated(string kind, IEnumerable<string> keys)
    {
        foreach (IGrouping<string, string> group in keys.GroupBy(key => key, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            _faults.Add($"{kind} '{group.Key}' is there {group.Count()} times");
        }
    }
}
