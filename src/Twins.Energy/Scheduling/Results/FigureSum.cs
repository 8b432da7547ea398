using Twins.Energy.Scheduling.Formulation;
using Twins.Energy.Scheduling.Sites;

namespace Twins.Energy.Scheduling.Results;

/// <summary>Adds up the figures of a plan from its powers, however the plan was made.</summary>
internal sealed class FigureSum(SchedulingSite site, TimeGrid grid, IReadOnlyCollection<ElementSchedule> elements)
{
    private readonly Dictionary<string, ElementSchedule> _elements = elements.ToDictionary(element => element.Key, StringComparer.Ordinal);

    public PlanFigures Total()
    {
        double energy = 0;
        double demand = 0;
        double peakW = 0;
        foreach (GridConnection connection in site.GridConnections)
        {
            energy += Sum(connection.Key, (step, kilowattHours) =>
                kilowattHours * (kilowattHours > 0 ? connection.ImportPriceEurPerKwh[step] : connection.ExportPriceEurPerKwh[step]));
            double highestW = PeakW(connection);
            peakW = Math.Max(peakW, highestW);
            demand += Math.Max(0, highestW - connection.BillingPeakW) / SiteFormulation.Kilo * connection.DemandChargeEurPerKw;
        }

        double imported = site.GridConnections.Sum(connection => Sum(connection.Key, (_, kilowattHours) => Math.Max(0, kilowattHours)));
        double exported = site.GridConnections.Sum(connection => Sum(connection.Key, (_, kilowattHours) => Math.Max(0, -kilowattHours)));
        double emissions = site.GridConnections.Sum(connection =>
            Sum(connection.Key, (step, kilowattHours) => Math.Max(0, kilowattHours) * connection.EmissionsKgPerKwh[step]));
        return new(energy, demand, Wear(), Heat(), imported * SiteFormulation.Kilo, exported * SiteFormulation.Kilo, peakW, emissions);
    }

    private double Sum(string key, Func<int, double, double> ofKilowattHours)
    {
        double sum = 0;
        for (int step = 0; step < grid.Count; step++)
        {
            sum += ofKilowattHours(step, _elements[key].PowerW[step] / SiteFormulation.Kilo * grid.Hours(step));
        }

        return sum;
    }

    private double PeakW(GridConnection connection) => DemandWindows.Of(grid, connection)
        .Select(window => window.MeanW(step => Math.Max(0, _elements[connection.Key].PowerW[step]) * grid.Hours(step)))
        .DefaultIfEmpty().Max();

    private double Wear() =>
        site.Batteries.Sum(battery => Sum(battery.Key, (step, kilowattHours) =>
            (Math.Abs(kilowattHours) * battery.WearCostEurPerKwh)
            + (battery.QuadraticWearEurPerKw2h * kilowattHours * kilowattHours / grid.Hours(step))))
        + site.HydrogenStores.Sum(store => Sum(store.Key, (_, kilowattHours) => Math.Abs(kilowattHours) * store.WearCostEurPerKwh))
        + site.Vehicles.Sum(visit => Sum(visit.Key, (_, kilowattHours) => Math.Max(0, kilowattHours) * visit.WearCostEurPerKwh));

    private double Heat()
    {
        double sum = 0;
        foreach (DataCentre centre in site.DataCentres)
        {
            for (int step = 0; step < grid.Count && !_elements[centre.Key].HeatW.IsEmpty; step++)
            {
                sum += _elements[centre.Key].HeatW[step] / SiteFormulation.Kilo * grid.Hours(step) * centre.HeatValueEurPerKwh[step];
            }
        }

        return sum;
    }
}
