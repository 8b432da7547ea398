using Twins.Energy.Scheduling.Results;
using Twins.Energy.Scheduling.Sites;
using Twins.Energy.Solvers.Model;

namespace Twins.Energy.Scheduling.Formulation;

/// <summary>The power taken from a photovoltaic plant, at most what it offers.</summary>
internal sealed class PhotovoltaicRows : IAssetRows
{
    private readonly SiteFormulation _site;
    private readonly Photovoltaic _plant;
    private readonly VariableSeries _power;

    public PhotovoltaicRows(SiteFormulation site, Photovoltaic plant)
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
