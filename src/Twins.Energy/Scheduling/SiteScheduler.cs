using Twins.Energy.Scheduling.Decisions;
using Twins.Energy.Scheduling.Fallback;
using Twins.Energy.Scheduling.Formulation;
using Twins.Energy.Scheduling.Results;
using Twins.Energy.Scheduling.Sites;
using Twins.Energy.Scheduling.Validation;
using Twins.Energy.Solvers;
using Twins.Energy.Solvers.Model;

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
