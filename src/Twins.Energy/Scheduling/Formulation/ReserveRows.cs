using Twins.Energy.Scheduling.Sites;
using Twins.Energy.Solvers.Model;

namespace Twins.Energy.Scheduling.Formulation;

/// <summary>
/// Energy held back for islanding: at the end of each step the stores' usable energy covers the critical loads of the next
/// hours. Loads beyond the horizon are taken as in its last step.
/// </summary>
internal static class ReserveRows
{
    /// <summary>Name of the element in wishes.</summary>
    public const string Element = "site";

    public static void Add(SiteFormulation site, IReadOnlyList<(StorageRows Rows, double FloorKwh, double Efficiency)> stores)
    {
        double hours = site.Objectives.ReserveHours;
        for (int step = 0; hours > 0 && step < site.Grid.Count; step++)
        {
            double neededKwh = CriticalWh(site.Site, site.Grid, step, hours) / SiteFormulation.Kilo;
            var topic = new WishTopic(Element, "reserve for islanding", WishRank.Reserve, step, 1);
            Variable missing = site.Shortfall(topic, neededKwh, site.Grid.Hours(step));
            Row row = site.Model.AddRow(site.Name(Element, $"reserve.{step}"), 0, double.PositiveInfinity);
            site.Model.AddTerm(row, missing, 1);
            double floorKwh = 0;
            foreach ((StorageRows rows, double storeFloorKwh, double efficiency) in stores)
            {
                site.Model.AddTerm(row, rows.EnergyAfter(step), efficiency);
                floorKwh += efficiency * storeFloorKwh;
            }

            site.Model.SetRange(row, neededKwh + floorKwh, double.PositiveInfinity);
            site.Model.SetBounds(missing, 0, neededKwh + floorKwh);
        }
    }

    /// <summary>Energy of the critical loads during the hours after a step.</summary>
    public static double CriticalWh(SchedulingSite site, TimeGrid grid, int step, double hours)
    {
        DateTimeOffset from = grid.Edges[step + 1];
        DateTimeOffset to = from + TimeSpan.FromHours(hours);
        double sum = CriticalW(site, grid.Count - 1) * Math.Max(0, (to - (from > grid.End ? from : grid.End)).TotalHours);
        for (int later = step + 1; later < grid.Count && grid.Edges[later] < to; later++)
        {
            sum += CriticalW(site, later) * grid.OverlapHours(later, from, to);
        }

        return sum;
    }

    private static double CriticalW(SchedulingSite site, int step) =>
        site.Loads.Where(load => load.Priority == 0).Sum(load => load.DrawnPowerW[step])
        + site.DataCentres.Sum(centre => centre.DrawnPowerW[step]);
}
