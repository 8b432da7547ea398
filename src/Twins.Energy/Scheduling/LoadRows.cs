using Twins.Energy.Solvers;

namespace Twins.Energy.Scheduling;

/// <summary>A load that follows its forecast but for what must be shed.</summary>
internal sealed class LoadRows : IAssetRows
{
    private readonly SiteFormulation _site;
    private readonly SiteLoad _load;
    private readonly Variable[] _shed;

    public LoadRows(SiteFormulation site, SiteLoad load)
    {
        (_site, _load) = (site, load);
        _shed = new Variable[site.Grid.Count];
        (WishRank rank, int priority) = load.Priority == 0 ? (WishRank.CriticalLoad, 0) : (WishRank.SheddableLoad, load.Priority);
        for (int step = 0; step < site.Grid.Count; step++)
        {
            double powerKw = load.DrawnPowerW[step] / SiteFormulation.Kilo;
            _shed[step] = site.Shortfall(new WishTopic(load.Key, "load served", rank, step, 1), powerKw, site.Grid.Hours(step), priority);
            site.Demand(load.Bus, step, powerKw);
            site.Inject(load.Bus, step, _shed[step], 1);
        }
    }

    public Variable Shed(int step) => _shed[step];

    public ElementSchedule Read(SolvedPoint point) => new(
        _load.Key,
        ElementKind.Load,
        [new(_load.Bus, SolvedPoint.Series(_site.Grid.Count, step => point[_shed[step]] - (_load.DrawnPowerW[step] / SiteFormulation.Kilo)))]);
}

/// <summary>Energy within a window.</summary>
internal sealed class DeferrableRows : IAssetRows
{
    private readonly SiteFormulation _site;
    private readonly DeferrableLoad _load;
    private readonly int _first;
    private readonly VariableSeries _power;

    public DeferrableRows(SiteFormulation site, DeferrableLoad load)
    {
        (_site, _load) = (site, load);
        (_first, int count) = site.Grid.StepsWithin(load.Earliest, load.Latest);
        _power = site.Model.AddVariables(site.Name(load.Key, "power"), count, 0, 0);
        if (count == 0)
        {
            return;
        }

        double energyKwh = EnergyWithinHorizonWh(load, site.Grid) / SiteFormulation.Kilo;
        var topic = new WishTopic(load.Key, "energy by the latest time", WishRank.DeferrableEnergy, _first, count);
        Variable missing = site.Shortfall(topic, energyKwh, 1);
        Row row = site.Model.AddRow(site.Name(load.Key, "energy"), energyKwh, load.EnergyWh / SiteFormulation.Kilo);
        site.Model.AddTerm(row, missing, 1);
        for (int k = 0; k < count; k++)
        {
            AddStep(k, row);
        }
    }

    public ElementSchedule Read(SolvedPoint point) => new(
        _load.Key, ElementKind.Deferrable, [new(_load.Bus, SolvedPoint.Series(_site.Grid.Count, step => -Drawn(point, step)))]);

    /// <summary>What can still be drawn after the horizon's end need not be drawn within it.</summary>
    public static double EnergyWithinHorizonWh(DeferrableLoad load, TimeGrid grid) =>
        Math.Max(0, load.EnergyWh - (load.MaxPowerW * Math.Max(0, (load.Latest - grid.End).TotalHours)));

    private double Drawn(SolvedPoint point, int step) => step < _first || step >= _first + _power.Count ? 0 : point[_power[step - _first]];

    private void AddStep(int k, Row row)
    {
        int step = _first + k;
        double hours = _site.Grid.Hours(step);
        double maxKw = _load.MaxPowerW / SiteFormulation.Kilo * _site.Grid.OverlapHours(step, _load.Earliest, _load.Latest) / hours;
        _site.Model.SetBounds(_power[k], 0, maxKw);
        _site.Model.AddTerm(row, _power[k], hours);
        _site.Inject(_load.Bus, step, _power[k], -1);
        _site.Limits.Add(_load.Key, "power", "W", step, _power[k], maxKw);
        _site.Commitments[($"{_load.Key}.power", step)] = _power[k];
    }
}

/// <summary>A critical load, and the heat taken from it while that pays.</summary>
internal sealed class DataCentreRows : IAssetRows
{
    private readonly SiteFormulation _site;
    private readonly DataCentre _centre;
    private readonly LoadRows _load;
    private readonly VariableSeries _heat;

    public DataCentreRows(SiteFormulation site, DataCentre centre)
    {
        (_site, _centre) = (site, centre);
        _load = new LoadRows(site, new SiteLoad(centre.Key, centre.Bus) { DrawnPowerW = centre.DrawnPowerW });
        _heat = site.Model.AddVariables(site.Name(centre.Key, "heat"), site.Grid.Count, 0, 0);
        for (int step = 0; step < site.Grid.Count; step++)
        {
            AddHeat(step);
        }
    }

    public ElementSchedule Read(SolvedPoint point)
    {
        ElementSchedule load = _load.Read(point);
        var total = SolvedPoint.Series(
            _site.Grid.Count,
            step => (load.PowerW[step] / SiteFormulation.Kilo) - (_centre.ElectricityPerHeat * point[_heat[step]]));
        return new(_centre.Key, ElementKind.DataCentre, [new(_centre.Bus, total)])
        {
            HeatW = SolvedPoint.Series(_site.Grid.Count, step => point[_heat[step]]),
        };
    }

    private void AddHeat(int step)
    {
        double maxKw = _centre.HeatDemandW[step] / SiteFormulation.Kilo;
        double recoverableKw = _centre.RecoverableShare * _centre.DrawnPowerW[step] / SiteFormulation.Kilo;
        _site.Model.SetBounds(_heat[step], 0, Math.Min(maxKw, recoverableKw));
        _site.Cost(_heat[step], -_site.Objectives.CostWeight * _centre.HeatValueEurPerKwh[step] * _site.Grid.Hours(step));
        _site.Inject(_centre.Bus, step, _heat[step], -_centre.ElectricityPerHeat);
        Row row = _site.Model.AddRow(_site.Name(_centre.Key, $"recoverable.{step}"), double.NegativeInfinity, recoverableKw);
        _site.Model.AddTerm(row, _heat[step], 1);
        _site.Model.AddTerm(row, _load.Shed(step), _centre.RecoverableShare);
    }
}

/// <summary>The power taken from a photovoltaic plant, at most what it offers.</summary>
internal sealed class PhotovoltaicRows : IAssetRows
{
    private readonly SiteFormulation _site;
    private readonly SitePhotovoltaic _plant;
    private readonly VariableSeries _power;

    public PhotovoltaicRows(SiteFormulation site, SitePhotovoltaic plant)
    {
        (_site, _plant) = (site, plant);
        _power = site.Model.AddVariables(site.Name(plant.Key, "power"), site.Grid.Count, 0, 0);
        for (int step = 0; step < site.Grid.Count; step++)
        {
            double availableKw = plant.AvailablePowerW[step] / SiteFormulation.Kilo;
            site.Model.SetBounds(_power[step], 0, availableKw);
            site.Inject(plant.Bus, step, _power[step], 1);
            site.Limits.Add(plant.Key, "available power", "W", step, _power[step], availableKw);
            if (!plant.Curtailable && availableKw > 0)
            {
                AddWish(step, availableKw);
            }
        }
    }

    public ElementSchedule Read(SolvedPoint point) => new(
        _plant.Key, ElementKind.Photovoltaic, [new(_plant.Bus, SolvedPoint.Series(_site.Grid.Count, step => point[_power[step]]))]);

    private void AddWish(int step, double availableKw)
    {
        var topic = new WishTopic(_plant.Key, "all available power taken", WishRank.SolarUse, step, 1);
        Variable curtailed = _site.Shortfall(topic, availableKw, _site.Grid.Hours(step));
        Row row = _site.Model.AddRow(_site.Name(_plant.Key, $"taken.{step}"), availableKw, availableKw);
        _site.Model.AddTerm(row, _power[step], 1);
        _site.Model.AddTerm(row, curtailed, 1);
    }
}
