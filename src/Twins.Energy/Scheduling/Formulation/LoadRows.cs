using Twins.Energy.Scheduling.Results;
using Twins.Energy.Scheduling.Sites;
using Twins.Energy.Solvers.Model;

namespace Twins.Energy.Scheduling.Formulation;

/// <summary>A load that follows its forecast but for what must be shed.</summary>
internal sealed class LoadRows : IAssetRows
{
    private readonly SiteFormulation _site;
    private readonly Load _load;
    private readonly Variable[] _shed;

    public LoadRows(SiteFormulation site, Load load)
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
