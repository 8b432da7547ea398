using Twins.Energy.Scheduling.Results;
using Twins.Energy.Scheduling.Sites;

namespace Twins.Energy.Scheduling.Rolling;

/// <summary>
/// Plans again and again while time goes on: what the last plan found stored energy worth at its beginning becomes the value of
/// what is left at the end of the next, and the last plan is what is carried on when the solver does not finish.
/// </summary>
/// <remarks>Keep one instance per site. Not thread-safe.</remarks>
/// <param name="scheduler">The scheduler; an own one when null.</param>
public sealed class RollingScheduler(SiteScheduler? scheduler = null)
{
    private readonly SiteScheduler _scheduler = scheduler ?? new SiteScheduler();

    /// <summary>The last plan; null before the first.</summary>
    public SiteSchedule? Last { get; private set; }

    /// <summary>Plans from the site's present state.</summary>
    /// <param name="site">The site now; batteries without terminal value take it from the last plan.</param>
    /// <param name="grid">The steps from now on.</param>
    /// <param name="options">What to strive for and for how long.</param>
    /// <param name="cancellationToken">Ends planning with an <see cref="OperationCanceledException"/>; the last plan then stays.</param>
    /// <exception cref="Validation.SchedulingSiteException">The site, the grid or the objectives have faults.</exception>
    public SiteSchedule Plan(SchedulingSite site, TimeGrid grid, ScheduleOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(site);
        Last = _scheduler.Plan(WithStoredValues(site), grid, options, Last, cancellationToken);
        return Last;
    }

    private SchedulingSite WithStoredValues(SchedulingSite site) =>
        Last is null ? site : site with { Batteries = [.. site.Batteries.Select(battery => WithStoredValue(site, battery, Last))] };

    private static Battery WithStoredValue(SchedulingSite site, Battery battery, SiteSchedule last) =>
        battery.TerminalValueEurPerKwh is null && last.Decision.StoredValues.TryGetValue(battery.Key, out double value)
            ? battery with { TerminalValueEurPerKwh = Math.Clamp(value, 0, HighestImportPrice(site)) }
            : battery;

    /// <summary>An unmet wish makes stored energy worth more than any purchase; that is no value to hoard for.</summary>
    private static double HighestImportPrice(SchedulingSite site) => site.GridConnections
        .SelectMany(connection => Enumerable.Range(0, connection.ImportPriceEurPerKwh.Count).Select(step => connection.ImportPriceEurPerKwh[step]))
        .Append(0)
        .Max();
}
