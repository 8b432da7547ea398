using Twins.Energy.Scheduling.Results;
using Twins.Energy.Scheduling.Sites;
using Twins.Energy.Solvers.Model;

namespace Twins.Energy.Scheduling.Formulation;

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
        _load = new LoadRows(site, new Load(centre.Key, centre.Bus) { DrawnPowerW = centre.DrawnPowerW });
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
        double mostKw = _centre.HeatDemandW[step] / SiteFormulation.Kilo;
        double recoverableKw = _centre.RecoverableShare * _centre.DrawnPowerW[step] / SiteFormulation.Kilo;
        _site.Model.SetBounds(_heat[step], 0, Math.Min(mostKw, recoverableKw));
        _site.Cost(_heat[step], -_site.Objectives.CostWeight * _centre.HeatValueEurPerKwh[step] * _site.Grid.Hours(step));
        _site.Inject(_centre.Bus, step, _heat[step], -_centre.ElectricityPerHeat);
        Row row = _site.Model.AddRow(_site.Name(_centre.Key, $"recoverable.{step}"), double.NegativeInfinity, recoverableKw);
        _site.Model.AddTerm(row, _heat[step], 1);
        _site.Model.AddTerm(row, _load.Shed(step), _centre.RecoverableShare);
    }
}
