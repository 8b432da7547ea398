using System.Collections.Immutable;
using System.Globalization;

namespace Twins.Energy.Scheduling;

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

/// <summary>Collects faults; each names the element, the property, the value and the rule.</summary>
internal sealed class FaultList(int steps)
{
    private readonly List<string> _faults = [];

    public IReadOnlyList<string> All => _faults;

    public void Add(string fault) => _faults.Add(fault);

    public void Finite(string element, string name, double value) => Require(element, name, value, double.IsFinite(value), "must be finite");

    public void Positive(string element, string name, double value) =>
        Require(element, name, value, double.IsFinite(value) && value > 0, "must be positive");

    public void NotNegative(string element, string name, double value) =>
        Require(element, name, value, double.IsFinite(value) && value >= 0, "must not be negative");

    public void Within(string element, string name, double value, double lowest, double highest) => Require(
        element,
        name,
        value,
        value >= lowest && value <= highest,
        string.Create(CultureInfo.InvariantCulture, $"must lie within {lowest} … {highest}"));

    public void AtLeast(string element, string name, double value, double lowest) => Require(
        element,
        name,
        value,
        double.IsFinite(value) && value >= lowest,
        string.Create(CultureInfo.InvariantCulture, $"must be at least {lowest}"));

    public void Efficiency(string element, string name, double value) =>
        Require(element, name, value, value is > 0 and <= 1, "must be above 0 and at most 1");

    public void Finite(string element, string name, Profile profile) => Each(element, name, profile, Finite);

    public void NotNegative(string element, string name, Profile profile) => Each(element, name, profile, NotNegative);

    public void Ordered(string element, string earlierName, DateTimeOffset earlier, string laterName, DateTimeOffset later)
    {
        if (later <= earlier)
        {
            _faults.Add($"{element}: {laterName} is {later:O} and must be after {earlierName}, {earlier:O}");
        }
    }

    private void Each(string element, string name, Profile profile, Action<string, string, double> check)
    {
        if (profile.Count > 1 && profile.Count != steps)
        {
            _faults.Add($"{element}: {name} has {profile.Count} values for {steps} steps; give one for all or one for each");
            return;
        }

        for (int step = 0; step < profile.Count; step++)
        {
            check(element, profile.Count == 1 ? name : $"{name}[{step}]", profile[step]);
        }
    }

    private void Require(string element, string name, double value, bool fulfilled, string rule)
    {
        if (!fulfilled)
        {
            _faults.Add(string.Create(CultureInfo.InvariantCulture, $"{element}: {name} is {value} and {rule}"));
        }
    }
}

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

/// <summary>A site that cannot be planned. Every fault is named with its element and value.</summary>
public sealed class SchedulingSiteException : ArgumentException
{
    /// <summary>Makes the exception from all faults found.</summary>
    public SchedulingSiteException(ImmutableArray<string> faults)
        : base($"The site has {faults.Length} fault(s): {string.Join("; ", faults)}") => Faults = faults;

    /// <summary>Each fault in words.</summary>
    public ImmutableArray<string> Faults { get; }
}
