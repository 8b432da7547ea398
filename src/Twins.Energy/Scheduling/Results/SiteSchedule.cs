using System.Collections.Immutable;
using Twins.Energy.Scheduling.Decisions;
using Twins.Energy.Scheduling.Sites;

namespace Twins.Energy.Scheduling.Results;

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

/// <summary>What each element of a site shall do over the horizon, what it costs, and why.</summary>
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
