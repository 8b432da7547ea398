using Twins.Energy.Scheduling.Sites;

namespace Twins.Energy.Scheduling.Formulation;

/// <summary>What an unfulfilled wish costs, by rank: above every saving on the bill, and threefold from rank to rank.</summary>
internal sealed class Penalties
{
    private const double FactorPerRank = 3;

    private readonly double _lowestEurPerKwh;

    public Penalties(IEnumerable<SchedulingSite> sites, TimeGrid grid, ScheduleObjectives objectives) =>
        _lowestEurPerKwh = sites.Max(site => DearestEurPerKwh(site, grid, objectives));

    /// <param name="rank">Rank of the wish.</param>
    /// <param name="priority">Place within the rank, from 0 (dearest) to <see cref="Load.LeastImportant"/>.</param>
    public double EurPerKwh(WishRank rank, int priority = 0) =>
        _lowestEurPerKwh * Math.Pow(FactorPerRank, (int)rank - (priority / (Load.LeastImportant + 1.0)));

    private static double DearestEurPerKwh(SchedulingSite site, TimeGrid grid, ScheduleObjectives objectives)
    {
        double energy = objectives.ExportPenaltyEurPerKwh + (2 * objectives.ConversionEurPerKwh) + DearestTerminal(site) + DearestWear(site);
        double power = 0;
        foreach (GridConnection connection in site.GridConnections)
        {
            for (int step = 0; step < grid.Count; step++)
            {
                double price = Math.Max(Math.Abs(connection.ImportPriceEurPerKwh[step]), Math.Abs(connection.ExportPriceEurPerKwh[step]));
                double bill = (objectives.CostWeight * price) + (objectives.CarbonEurPerKg * Math.Abs(connection.EmissionsKgPerKwh[step]));
                energy = Math.Max(energy, 2 * bill);
            }

            // One kWh within one demand window raises its mean by 1/h kW.
            double peak = (objectives.CostWeight * connection.DemandChargeEurPerKw) + objectives.PeakEurPerKw;
            power = Math.Max(power, peak / connection.DemandWindow.TotalHours);
        }

        // A store's round trip and a converter's loss multiply what a kWh at its end costs at the connection.
        return 0.1 + (3 * (energy + power));
    }

    private static double DearestTerminal(SchedulingSite site) => site.Batteries
        .Select(battery => Math.Abs(battery.TerminalValueEurPerKwh ?? 0) / battery.DischargeEfficiency)
        .Concat(site.HydrogenStores.Select(store => Math.Abs(store.TerminalValueEurPerKwh) / store.FuelCellEfficiency))
        .DefaultIfEmpty().Max();

    private static double DearestWear(SchedulingSite site) => 2 * site.Batteries
        .Select(battery => battery.WearCostEurPerKwh + (battery.QuadraticWearEurPerKw2h * battery.MaxChargePowerW / 1000))
        .Concat(site.HydrogenStores.Select(store => store.WearCostEurPerKwh))
        .Concat(site.Vehicles.Select(vehicle => vehicle.WearCostEurPerKwh))
        .DefaultIfEmpty().Max();
}
