using Twins.Energy.Scheduling.Results;
using Twins.Energy.Scheduling.Sites;
using Twins.Energy.Solvers.Model;

namespace Twins.Energy.Scheduling.Formulation;

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
        double mostKw = _load.MaxPowerW / SiteFormulation.Kilo * _site.Grid.OverlapHours(step, _load.Earliest, _load.Latest) / hours;
        _site.Model.SetBounds(_power[k], 0, mostKw);
        _site.Model.AddTerm(row, _power[k], hours);
        _site.Inject(_load.Bus, step, _power[k], -1);
        _site.Limits.Add(_load.Key, "power", "W", step, _power[k], mostKw);
        _site.Commitments[($"{_load.Key}.power", step)] = _power[k];
    }
}
