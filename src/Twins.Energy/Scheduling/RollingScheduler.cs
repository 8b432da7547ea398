namespace Twins.Energy.Scheduling;

/// <summary>
/// Plans repeatedly as time advances: what the last plan found stored energy worth at its beginning becomes the value of
/// what is left at the end of the next, and the last plan is what is carried on when the solver does not finish.
/// </summary>
/// <remarks>Keep one instance per site. Not thread-safe.</remarks>
/// <param name="scheduler">The scheduler; an own one when null.</param>
public sealed class RollingScheduler(SiteScheduler? scheduler = null)
{
    private readonly SiteScheduler _scheduler = scheduler ?? new SiteScheduler();

    /// <summary>The last plan; null before the first.</summary>
    public SiteSchedule? Last { get; private set; }

    /// <summary>Plans from the site's present state.</summary>
    /// <param name="site">The site now; batteries without terminal value take it from the last plan.</param>
    /// <param name="grid">The steps from now on.</param>
    /// <param name="options">What to strive for and for how long.</param>
    /// <param name="cancellationToken">Ends planning with an <see cref="OperationCanceledException"/>; the last plan then stays.</param>
    /// <exception cref="SchedulingSiteException">The site, the grid or the objectives have faults.</exception>
    public SiteSchedule Plan(SchedulingSite site, TimeGrid grid, ScheduleOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(site);
        Last = _scheduler.Plan(WithStoredValues(site), grid, options, Last, cancellationToken);
        return Last;
    }

    private SchedulingSite WithStoredValues(SchedulingSite site) =>
        Last is null ? site : site with { Batteries = [.. site.Batteries.Select(battery => WithStoredValue(site, battery, Last))] };

    private static SiteBattery WithStoredValue(SchedulingSite site, SiteBattery battery, SiteSchedule last) =>
        battery.TerminalValueEurPerKwh is null && last.Decision.StoredValues.TryGetValue(battery.Key, out double value)
            ? battery with { TerminalValueEurPerKwh = Math.Clamp(value, 0, MaxImportPrice(site)) }
            : battery;

    /// <summary>An unmet wish makes stored energy worth more than any purchase; that is no value to hoard for.</summary>
    private static double MaxImportPrice(SchedulingSite site) => site.GridConnections
        .SelectMany(connection => Enumerable.Range(0, connection.ImportPriceEurPerKwh.Count).Select(step => connection.ImportPriceEurPerKwh[step]))
        .Append(0)
        .Max();
}

/// <summary>The site as it will be after the first steps of a plan; measured values, where there are any, take its place.</summary>
public static class SiteRoll
{
    /// <summary>Moves energies, wants, begun ships, billing peaks and profiles on by some steps of a plan.</summary>
    /// <param name="site">The site that was planned.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="steps">Number of steps that have passed, 1 … number of steps.</param>
    public static SchedulingSite After(SchedulingSite site, SiteSchedule plan, int steps)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(steps, plan.Grid.Count);
        DateTimeOffset now = plan.Grid.Edges[steps];
        double EnergyWh(string key) => plan[key].EnergyWh[steps - 1];
        return site with
        {
            GridConnections = [.. site.GridConnections.Select(connection => After(connection, plan, steps))],
            Batteries =
                [.. site.Batteries.Select(battery => battery with { InitialEnergyWh = Math.Min(EnergyWh(battery.Key), battery.CapacityWh) })],
            HydrogenStores =
                [.. site.HydrogenStores.Select(store => store with { InitialEnergyWh = Math.Min(EnergyWh(store.Key), store.TankCapacityWh) })],
            Vehicles = [.. site.Vehicles.Where(visit => visit.Departure > now).Select(visit => After(visit, EnergyWh(visit.Key)))],
            DeferrableLoads = [.. site.DeferrableLoads.Where(load => load.Latest > now).Select(load => After(load, plan, steps))],
            ShipCalls = [.. site.ShipCalls.Select(call => After(call, plan, steps)).Where(call => !IsOver(call, now))],
            Photovoltaics = [.. site.Photovoltaics.Select(plant => plant with { AvailablePowerW = plant.AvailablePowerW.Skip(steps) })],
            Loads = [.. site.Loads.Select(load => load with { DrawnPowerW = load.DrawnPowerW.Skip(steps) })],
            DataCentres = [.. site.DataCentres.Select(centre => After(centre, steps))],
        };
    }

    private static SiteGridConnection After(SiteGridConnection connection, SiteSchedule plan, int steps)
    {
        double ImportedWh(int step) => Math.Max(0, plan[connection.Key].PowerW[step]) * plan.Grid.Hours(step);
        double peakW = connection.BillingPeakW;
        double? carriedWh = null;
        foreach (DemandWindow window in DemandWindows.Of(plan.Grid, connection).Where(window => window.Steps[0] < steps))
        {
            if (DemandWindows.GoesOn(plan.Grid, window, steps, connection.DemandWindow))
            {
                carriedWh = window.IsWhole ? window.CarriedWh + window.Steps.Where(step => step < steps).Sum(ImportedWh) : null;
            }
            else
            {
                peakW = Math.Max(peakW, window.MeanW(ImportedWh));
            }
        }

        return connection with
        {
            BillingPeakW = peakW,
            WindowImportWh = carriedWh,
            ImportPriceEurPerKwh = connection.ImportPriceEurPerKwh.Skip(steps),
            ExportPriceEurPerKwh = connection.ExportPriceEurPerKwh.Skip(steps),
            ImportCapacityW = connection.ImportCapacityW.Skip(steps),
            ExportCapacityW = connection.ExportCapacityW.Skip(steps),
            EmissionsKgPerKwh = connection.EmissionsKgPerKwh.Skip(steps),
        };
    }

    private static DeferrableLoad After(DeferrableLoad load, SiteSchedule plan, int steps)
    {
        double drawnWh = Enumerable.Range(0, steps).Sum(step => -plan[load.Key].PowerW[step] * plan.Grid.Hours(step));
        return load with { EnergyWh = Math.Max(0, load.EnergyWh - drawnWh) };
    }

    /// <summary>A ship that draws power has begun: at the last beginning that fits what it draws.</summary>
    private static ShipCall After(ShipCall call, SiteSchedule plan, int steps)
    {
        if (call.StartedAt is not null)
        {
            return call;
        }

        int first = Enumerable.Range(0, steps).FirstOrDefault(step => plan[call.Key].PowerW[step] < 0, -1);
        if (first < 0)
        {
            return call;
        }

        DateTimeOffset start = plan.Grid.Edges[first];
        return call with { StartedAt = start < call.EarliestStart ? call.EarliestStart : start };
    }

    private static VehicleVisit After(VehicleVisit visit, double energyWh) =>
        visit with { ArrivalEnergyWh = Math.Min(energyWh, visit.CapacityWh ?? double.MaxValue) };

    private static bool IsOver(ShipCall call, DateTimeOffset now) =>
        (call.StartedAt is { } started ? started + call.Duration : call.LatestEnd) <= now;

    private static DataCentre After(DataCentre centre, int steps) => centre with
    {
        DrawnPowerW = centre.DrawnPowerW.Skip(steps),
        HeatDemandW = centre.HeatDemandW.Skip(steps),
        HeatValueEurPerKwh = centre.HeatValueEurPerKwh.Skip(steps),
    };
}
