using Twins.Energy.Solvers;

namespace Twins.Energy.Scheduling;

/// <summary>
/// Plans a site over a horizon. Every site without faults gets a plan: limits of devices are kept, wishes give way in the order of
/// <see cref="WishRank"/>, and when the solver does not finish a fallback plan is given.
/// </summary>
/// <remarks>Keep one instance per site: its solver keeps ordering and factorisation between plans. Not thread-safe.</remarks>
/// <param name="solver">The solver; the product's own when null.</param>
public sealed class SiteScheduler(ISolver? solver = null)
{
    private readonly SolverPair _solvers = SolverPair.From(solver);

    /// <summary>Plans.</summary>
    /// <param name="site">The site.</param>
    /// <param name="grid">The steps.</param>
    /// <param name="options">What to strive for and for how long; <see cref="ScheduleOptions.Default"/> when null.</param>
    /// <param name="previous">The plan to carry on when the solver does not finish; null for none.</param>
    /// <param name="cancellationToken">Ends planning with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="SchedulingSiteException">The site, the grid or the objectives have faults; all are named.</exception>
    public SiteSchedule Plan(
        SchedulingSite site,
        TimeGrid grid,
        ScheduleOptions? options = null,
        SiteSchedule? previous = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(grid);
        options ??= ScheduleOptions.Default;
        SiteValidator.ThrowIfFaulty(site, grid, options.Objectives);
        var model = new ModelBuilder();
        var penalties = new Penalties([site], grid, options.Objectives);
        var formulation = new SiteFormulation(model, site, grid, options.Objectives, penalties, ScenarioShare.Only);
        List<IAssetRows> assets = SiteAssets.Add(formulation);
        SolvedPoint? point = new OneWaySolver(_solvers, WishLevel.Of([formulation]), options).Solve(model.Build(), formulation.Pairs, cancellationToken);
        return point is null ? FallbackPlan.Make(site, grid, previous) : Read(formulation, assets, point);
    }

    internal static SiteSchedule Read(SiteFormulation formulation, List<IAssetRows> assets, SolvedPoint point)
    {
        ElementSchedule[] elements = [.. assets.Select(asset => asset.Read(point))];
        PlanFigures figures = new FigureSum(formulation.Site, formulation.Grid, elements).Total();
        DecisionRecord decision = DecisionWriter.Write(formulation, point, figures);
        return new(formulation.Grid, PlanSource.Optimised, [.. elements], figures, decision) { RelativeGap = point.Solution.Accuracy.Gap };
    }
}

/// <summary>What to strive for, and how long to calculate.</summary>
public sealed record ScheduleOptions
{
    /// <summary>Default of <see cref="TimeLimit"/>.</summary>
    public static readonly TimeSpan DefaultTimeLimit = TimeSpan.FromSeconds(10);

    /// <summary>Default of <see cref="NodeLimit"/>.</summary>
    public const int DefaultNodeLimit = 40;

    /// <summary>The options when none are given.</summary>
    public static ScheduleOptions Default { get; } = new();

    /// <summary>What to strive for; the bill by default.</summary>
    public ScheduleObjectives Objectives { get; init; } = ScheduleObjectives.Cost;

    /// <summary>Time for all solves of one plan; default 10 s; infinite for none. Beyond it the fallback plan is given.</summary>
    public TimeSpan TimeLimit { get; init; } = DefaultTimeLimit;

    /// <summary>Maximum number of branch-and-bound nodes for ship starts and minimum charge powers; default 40. The best plan found counts.</summary>
    public int NodeLimit { get; init; } = DefaultNodeLimit;

    /// <summary>Clock of the time limit; the system's by default.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    internal SolverOptions ForSolver(TimeSpan remaining) => SolverOptions.Default with
    {
        TimeLimit = remaining,
        NodeLimit = NodeLimit,
        RelativeGap = 1e-4,
        Clock = Clock,
    };
}

/// <summary>What a plan strives for besides the bill, each priced in money so that it can be weighed against it. All at least 0.</summary>
public sealed record ScheduleObjectives
{
    /// <summary>Only the bill and the wear.</summary>
    public static ScheduleObjectives Cost { get; } = new();

    /// <summary>Weight of the bill (energy, demand charge, heat); default 1.</summary>
    public double CostWeight { get; init; } = 1;

    /// <summary>Self-consumption: what each exported kWh counts against the plan, in EUR/kWh; default 0.</summary>
    public double ExportPenaltyEurPerKwh { get; init; }

    /// <summary>Peak: what each kW of highest import beyond the billing peak counts besides the demand charge, in EUR/kW; default 0.</summary>
    public double PeakEurPerKw { get; init; }

    /// <summary>What emitted CO₂ counts, in EUR/kg; default 0.</summary>
    public double CarbonEurPerKg { get; init; }

    /// <summary>DC before AC: what each kWh entering a converter counts besides its loss, in EUR/kWh; default 0.</summary>
    public double ConversionEurPerKwh { get; init; }

    /// <summary>
    /// Resilience: for how many hours the batteries and hydrogen stores alone must at any time be able to supply the critical
    /// loads (by energy); default 0. A wish.
    /// </summary>
    public double ReserveHours { get; init; }
}

/// <summary>
/// The hierarchy of wishes, least important first. Nothing of a rank is given up for any amount of the ranks below, nor for any saving
/// on the bill.
/// </summary>
public enum WishRank
{
    /// <summary>Energy held back for islanding.</summary>
    Reserve,

    /// <summary>Plants that should not be curtailed.</summary>
    SolarUse,

    /// <summary>Energy of deferrable loads.</summary>
    DeferrableEnergy,

    /// <summary>Energy of vehicles at departure.</summary>
    VehicleEnergy,

    /// <summary>Shore power of ships.</summary>
    ShipCall,

    /// <summary>Contracted import.</summary>
    ConnectionLimit,

    /// <summary>Sheddable loads, by their priority.</summary>
    SheddableLoad,

    /// <summary>State-of-charge window of a battery that starts outside it.</summary>
    StorageWindow,

    /// <summary>Critical loads.</summary>
    CriticalLoad,
}

/// <summary>
/// Wear cost from which a store never pays for charging and discharging at once. Drawing c and delivering ηc·ηd·c at a price
/// p &lt; 0 earns |p|·c·(1 − ηc·ηd) and wears κ·c·(1 + ηc·ηd).
/// </summary>
public static class BurnThreshold
{
    /// <summary>κ ≥ |p_min|·(1 − ηc·ηd)/(1 + ηc·ηd) in EUR/kWh; 0 when no price is negative.</summary>
    /// <param name="minPriceEurPerKwh">Lowest price of the horizon.</param>
    /// <param name="chargeEfficiency">ηc, above 0, at most 1.</param>
    /// <param name="dischargeEfficiency">ηd, above 0, at most 1.</param>
    public static double WearEurPerKwh(double minPriceEurPerKwh, double chargeEfficiency, double dischargeEfficiency)
    {
        double roundTrip = chargeEfficiency * dischargeEfficiency;
        return Math.Max(0, -minPriceEurPerKwh) * (1 - roundTrip) / (1 + roundTrip);
    }
}
