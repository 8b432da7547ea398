using System.Collections.Immutable;

namespace Twins.Energy.Scheduling;

/// <summary>Where a plan comes from.</summary>
public enum PlanSource
{
    /// <summary>Solved (with on/off decisions: the best plan found within the node limit).</summary>
    Optimised,

    /// <summary>The solver did not finish; the previous plan was carried on.</summary>
    PreviousShifted,

    /// <summary>The solver did not finish and there was no previous plan; simple rules made this one.</summary>
    RuleBased,
}

/// <summary>What each element of a site does over the horizon, what it costs, and why.</summary>
/// <param name="Grid">The steps.</param>
/// <param name="Source">Where the plan comes from.</param>
/// <param name="Elements">One schedule per element.</param>
/// <param name="Figures">Bill, energies and emissions of the plan.</param>
/// <param name="Decision">Why the plan is as it is.</param>
public sealed record SiteSchedule(
    TimeGrid Grid, PlanSource Source, ImmutableArray<ElementSchedule> Elements, PlanFigures Figures, DecisionRecord Decision)
{
    /// <summary>
    /// How far the weighted cost may be from the best one with the same on/off decisions, relative: about 1e-8 at most.
    /// NaN for a fallback plan.
    /// </summary>
    public double RelativeGap { get; init; } = double.NaN;

    /// <summary>The schedule of an element.</summary>
    /// <param name="key">Key of the element.</param>
    /// <exception cref="KeyNotFoundException">The plan has no such element.</exception>
    public ElementSchedule this[string key] =>
        Elements.FirstOrDefault(element => element.Key == key) ?? throw new KeyNotFoundException($"The plan has no element '{key}'.");
}

/// <summary>Kind of an element of the site.</summary>
public enum ElementKind
{
    /// <summary>Grid connection.</summary>
    Grid,

    /// <summary>Battery.</summary>
    Battery,

    /// <summary>Hydrogen store.</summary>
    Hydrogen,

    /// <summary>Photovoltaic plant.</summary>
    Photovoltaic,

    /// <summary>Critical or sheddable load.</summary>
    Load,

    /// <summary>Deferrable load.</summary>
    Deferrable,

    /// <summary>Vehicle.</summary>
    Vehicle,

    /// <summary>Ship call.</summary>
    Ship,

    /// <summary>Converter between buses.</summary>
    Converter,

    /// <summary>Data centre.</summary>
    DataCentre,
}

/// <summary>Mean powers of an element at one bus.</summary>
/// <param name="Bus">Key of the bus.</param>
/// <param name="PowerW">One value per step in W, positive into the bus.</param>
public sealed record TerminalSchedule(string Bus, ImmutableArray<double> PowerW);

/// <summary>What an element does.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Terminals">Its powers at each bus it is connected to: two for a converter (first bus first), one for the others.</param>
public sealed record ElementSchedule(string Key, ElementKind Kind, ImmutableArray<TerminalSchedule> Terminals)
{
    /// <summary>Powers at the first terminal in W, positive into the bus.</summary>
    public ImmutableArray<double> PowerW => Terminals[0].PowerW;

    /// <summary>Stored energy at the end of each step in Wh; empty for what does not store.</summary>
    public ImmutableArray<double> EnergyWh { get; init; } = [];

    /// <summary>Recovered heat of a data centre in W; empty for the others.</summary>
    public ImmutableArray<double> HeatW { get; init; } = [];
}

/// <summary>What a plan amounts to over its horizon.</summary>
/// <param name="EnergyCostEur">Import minus export at their prices, in EUR.</param>
/// <param name="DemandChargeEur">Demand charge for what exceeds the billing peak, in EUR.</param>
/// <param name="WearEur">Wear of batteries, hydrogen stores and vehicles, in EUR.</param>
/// <param name="HeatRevenueEur">What recovered heat earns, in EUR.</param>
/// <param name="ImportedWh">Imported energy in Wh.</param>
/// <param name="ExportedWh">Exported energy in Wh.</param>
/// <param name="PeakImportW">Highest mean import of a demand window in W.</param>
/// <param name="EmissionsKg">CO₂ of the imported energy in kg.</param>
public sealed record PlanFigures(
    double EnergyCostEur,
    double DemandChargeEur,
    double WearEur,
    double HeatRevenueEur,
    double ImportedWh,
    double ExportedWh,
    double PeakImportW,
    double EmissionsKg)
{
    /// <summary>Energy, demand charge and wear less heat revenue, in EUR.</summary>
    public double TotalEur => EnergyCostEur + DemandChargeEur + WearEur - HeatRevenueEur;
}

/// <summary>Adds up the figures of a plan from its powers, however the plan was made.</summary>
internal sealed class FigureSum(SchedulingSite site, TimeGrid grid, IReadOnlyCollection<ElementSchedule> elements)
{
    private readonly Dictionary<string, ElementSchedule> _elements = elements.ToDictionary(element => element.Key, StringComparer.Ordinal);

    public PlanFigures Total()
    {
        double energy = 0;
        double demand = 0;
        double peakW = 0;
        foreach (SiteGridConnection connection in site.GridConnections)
        {
            energy += Sum(connection.Key, (step, kilowattHours) =>
                kilowattHours * (kilowattHours > 0 ? connection.ImportPriceEurPerKwh[step] : connection.ExportPriceEurPerKwh[step]));
            double maxW = PeakW(connection);
            peakW = Math.Max(peakW, maxW);
            demand += Math.Max(0, maxW - connection.BillingPeakW) / SiteFormulation.Kilo * connection.DemandChargeEurPerKw;
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

    private double PeakW(SiteGridConnection connection) => DemandWindows.Of(grid, connection)
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
