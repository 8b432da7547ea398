namespace Twins.Energy.Scheduling;

/// <summary>Energies while a fallback plan advances in time, and what each device can do next.</summary>
internal sealed class FallbackState
{
    private readonly SchedulingSite _site;
    private readonly TimeGrid _grid;
    private readonly CarriedPlan? _plan;
    private readonly StorageTraits[] _stores;
    private readonly Dictionary<string, (StorageTraits Traits, VehicleVisit Visit)> _vehicles;
    private readonly Dictionary<string, double> _energyKwh = [];

    public FallbackState(SchedulingSite site, TimeGrid grid, CarriedPlan? plan)
    {
        (_site, _grid, _plan) = (site, grid, plan);
        _stores =
        [
            .. site.Batteries.Select(battery => StorageTraits.Of(battery, grid, 0)),
            .. site.HydrogenStores.Select(store => StorageTraits.Of(store, grid)),
        ];
        _vehicles = site.Vehicles.ToDictionary(visit => visit.Key, visit => (StorageTraits.Of(visit, grid), visit), StringComparer.Ordinal);
        foreach (StorageTraits traits in _stores.Concat(_vehicles.Values.Select(vehicle => vehicle.Traits)))
        {
            _energyKwh[traits.Key] = traits.InitialKwh;
        }

        foreach (DeferrableLoad load in site.DeferrableLoads)
        {
            _energyKwh[load.Key] = load.EnergyWh / SiteFormulation.Kilo;
        }
    }

    /// <summary>Stored energy, or what a deferrable load still wants, in kWh; 0 for others.</summary>
    public double EnergyKwh(string key) => _energyKwh.GetValueOrDefault(key);

    public StepDevices At(int step) => new(
        [.. Demands(step)],
        [.. _site.Photovoltaics.Select(plant => new StepSupply(plant.Key, plant.Bus, plant.AvailablePowerW[step] / SiteFormulation.Kilo))],
        [.. _stores.Select(store => StoreAt(store, step)), .. Givers(step)],
        [.. _site.GridConnections.Select(connection => new StepGrid(
            connection.Key,
            connection.Bus,
            connection.ImportCapacityW[step] / SiteFormulation.Kilo,
            connection.ExportCapacityW[step] / SiteFormulation.Kilo))]);

    public void Advance(int step, IReadOnlyDictionary<(string Key, bool Second), double> powers)
    {
        double hours = _grid.Hours(step);
        foreach (StorageTraits traits in _stores.Concat(_vehicles.Values.Select(vehicle => vehicle.Traits)))
        {
            double powerKw = powers[(traits.Key, false)];
            double changeKwh = hours * (powerKw < 0 ? -powerKw * traits.ChargeEfficiency : -powerKw / traits.DischargeEfficiency);
            _energyKwh[traits.Key] = Math.Max(0, (_energyKwh[traits.Key] * Kept(traits, hours)) + changeKwh);
        }

        foreach (DeferrableLoad load in _site.DeferrableLoads)
        {
            _energyKwh[load.Key] += powers[(load.Key, false)] * hours;
        }
    }

    private static double Kept(StorageTraits traits, double hours) => Math.Pow(1 - traits.SelfDischargePerHour, hours);

    private StepStore StoreAt(StorageTraits traits, int step)
    {
        double hours = _grid.Hours(step);
        double energyKwh = _energyKwh[traits.Key] * Kept(traits, hours);
        double takesKw = Math.Min(traits.ChargeKw, Math.Max(0, traits.MaxKwh - energyKwh) / traits.ChargeEfficiency / hours);
        double givesKw = Math.Min(traits.DischargeKw, Math.Max(0, energyKwh - traits.MinKwh) * traits.DischargeEfficiency / hours);
        return new(traits.Key, traits.Bus, -takesKw, givesKw, _plan?.PowerKw(traits.Key, step));
    }

    private IEnumerable<StepDemand> Demands(int step) => _site.Loads
        .Select(load => new StepDemand(load.Key, load.Bus, load.Priority, load.DrawnPowerW[step] / SiteFormulation.Kilo))
        .Concat(_site.DataCentres.Select(centre => new StepDemand(centre.Key, centre.Bus, 0, centre.DrawnPowerW[step] / SiteFormulation.Kilo)))
        .Concat(_site.ShipCalls.Select(call => new StepDemand(call.Key, call.Bus, StepDemand.Ship, ShipKw(call, step))))
        .Concat(_site.Vehicles.Select(visit => VehicleAt(visit, step)))
        .Concat(_site.DeferrableLoads.Select(load => DeferrableAt(load, step)));

    /// <summary>A ship begins as early as it can.</summary>
    private double ShipKw(ShipCall call, int step)
    {
        DateTimeOffset[] starts = ShipStarts.Of(call, _grid);
        return starts.Length == 0 ? 0 : ShipStarts.Share(call, _grid, starts[0], step) * call.DrawnPowerW / SiteFormulation.Kilo;
    }

    /// <summary>Vehicles that may give back; one that charges gives nothing.</summary>
    private IEnumerable<StepStore> Givers(int step) => _site.Vehicles
        .Where(visit => visit.MaxDischargePowerW > 0 && VehicleAt(visit, step).PowerKw <= 0)
        .Select(visit => GivingAt(visit, step));

    /// <summary>
    /// What a vehicle can give back: as planned, else only what it holds beyond its target, and only where the connection cannot carry
    /// the rest.
    /// </summary>
    private StepStore GivingAt(VehicleVisit visit, int step)
    {
        StorageTraits traits = _vehicles[visit.Key].Traits;
        double hours = _grid.Hours(step);
        double presence = _grid.OverlapHours(step, visit.Arrival, visit.Departure) / hours;
        double? plannedKw = _plan?.PowerKw(visit.Key, step);
        double floorKwh = plannedKw > 0 ? traits.MinKwh : Math.Max(traits.MinKwh, visit.TargetEnergyWh / SiteFormulation.Kilo);
        double spareKw = Math.Max(0, _energyKwh[visit.Key] - floorKwh) * traits.DischargeEfficiency / hours;
        return new(visit.Key, visit.Bus, 0, Math.Min(traits.DischargeKw * presence, spareKw), Math.Max(0, plannedKw ?? 0));
    }

    /// <summary>A vehicle charges as planned, else at once.</summary>
    private StepDemand VehicleAt(VehicleVisit visit, int step)
    {
        StorageTraits traits = _vehicles[visit.Key].Traits;
        double hours = _grid.Hours(step);
        double presence = _grid.OverlapHours(step, visit.Arrival, visit.Departure) / hours;
        double goalKwh = Math.Min(visit.TargetEnergyWh / SiteFormulation.Kilo, traits.MaxKwh);
        double roomKw = Math.Max(0, goalKwh - _energyKwh[visit.Key]) / visit.ChargeEfficiency / hours;
        double planned = _plan?.PowerKw(visit.Key, step) is { } powerKw ? Math.Max(0, -powerKw) : traits.ChargeKw;
        double drawnKw = Math.Min(Math.Min(planned, traits.ChargeKw * presence), roomKw);
        return new(visit.Key, visit.Bus, StepDemand.Vehicle, drawnKw, visit.MinChargePowerW / SiteFormulation.Kilo * presence);
    }

    private StepDemand DeferrableAt(DeferrableLoad load, int step)
    {
        double hours = _grid.Hours(step);
        double maxKw = load.MaxPowerW / SiteFormulation.Kilo * _grid.OverlapHours(step, load.Earliest, load.Latest) / hours;
        double planned = _plan?.PowerKw(load.Key, step) is { } powerKw ? Math.Max(0, -powerKw) : maxKw;
        double drawnKw = Math.Min(Math.Min(planned, maxKw), Math.Max(0, _energyKwh[load.Key]) / hours);
        return new(load.Key, load.Bus, StepDemand.Deferrable, drawnKw);
    }
}

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

/// <summary>An earlier plan, read on the steps of a new one.</summary>
/// <param name="previous">The earlier plan.</param>
/// <param name="grid">The steps of the new one.</param>
/// <param name="steps">In how many of them it is followed.</param>
internal sealed class CarriedPlan(SiteSchedule previous, TimeGrid grid, int steps)
{
    private readonly Dictionary<string, ElementSchedule> _elements = previous.Elements.ToDictionary(element => element.Key, StringComparer.Ordinal);

    /// <summary>Mean planned power of a step in kW; null where the previous plan has no such element or does not reach.</summary>
    public double? PowerKw(string key, int step)
    {
        bool reaches = step < steps && grid.Edges[step] >= previous.Grid.Start && grid.Edges[step + 1] <= previous.Grid.End;
        if (!reaches || !_elements.TryGetValue(key, out ElementSchedule? element))
        {
            return null;
        }

        double sumWh = 0;
        (int first, int count) = previous.Grid.StepsWithin(grid.Edges[step], grid.Edges[step + 1]);
        for (int old = first; old < first + count; old++)
        {
            sumWh += element.PowerW[old] * previous.Grid.OverlapHours(old, grid.Edges[step], grid.Edges[step + 1]);
        }

        return sumWh / grid.Hours(step) / SiteFormulation.Kilo;
    }
}
