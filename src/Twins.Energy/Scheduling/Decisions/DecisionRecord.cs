using System.Collections.Immutable;

namespace Twins.Energy.Scheduling.Decisions;

/// <summary>Why a plan is as it is.</summary>
/// <param name="Why">One sentence.</param>
/// <param name="UnmetWishes">Each wish that could not be fulfilled, most important first.</param>
/// <param name="BindingLimits">Limits of devices at which the plan stands and that cost something, dearest first; none in a fallback plan.</param>
/// <param name="MarginalPrices">What one more kWh would cost at each bus; none in a fallback plan.</param>
/// <param name="StoredValues">What one more stored kWh would have been worth at the beginning, per store; none in a fallback plan.</param>
public sealed record DecisionRecord(
    string Why,
    ImmutableArray<UnmetWish> UnmetWishes,
    ImmutableArray<BindingLimit> BindingLimits,
    ImmutableArray<MarginalPrice> MarginalPrices,
    ImmutableDictionary<string, double> StoredValues)
{
    /// <summary>The limit of a device of which one more unit, over the whole horizon, would help most; null when none costs anything.</summary>
    public BindingLimit? CheapestRelaxation => BindingLimits.IsEmpty ? null : BindingLimits[0];
}

/// <summary>A wish that could not be fulfilled.</summary>
/// <param name="Element">Key of the element.</param>
/// <param name="Wish">The wish in words.</param>
/// <param name="Rank">Its place in the hierarchy.</param>
/// <param name="AmountWh">What is missing, in Wh: summed over the steps; for reserve and state-of-charge window the largest lack.</param>
/// <param name="From">Beginning of the first step concerned.</param>
/// <param name="To">End of the last step concerned.</param>
/// <param name="Cause">The limit whose relaxation would have helped most, in a fallback plan the first one that stands in the way; null when none is known.</param>
public sealed record UnmetWish(
    string Element, string Wish, WishRank Rank, double AmountWh, DateTimeOffset From, DateTimeOffset To, BindingLimit? Cause);

/// <summary>A limit of a device at which the plan stands.</summary>
/// <param name="Element">Key of the element.</param>
/// <param name="Limit">The limit in words.</param>
/// <param name="Value">Its value in the first step at which it binds, in <paramref name="Unit"/>.</param>
/// <param name="Unit">W or Wh.</param>
/// <param name="From">Beginning of the first step at which it binds.</param>
/// <param name="To">End of the last step at which it binds.</param>
/// <param name="StepCount">Number of steps at which it binds.</param>
/// <param name="SavingEurPerKilo">
/// What the plan's weighted cost (wishes included) would fall by per kW or kWh of relaxation in all these steps; NaN in a fallback plan,
/// which knows no prices.
/// </param>
public sealed record BindingLimit(
    string Element, string Limit, double Value, string Unit, DateTimeOffset From, DateTimeOffset To, int StepCount, double SavingEurPerKilo);

/// <summary>What energy is worth at a bus.</summary>
/// <param name="Bus">Key of the bus.</param>
/// <param name="EurPerKwh">One value per step: growth of the weighted cost per kWh drawn there.</param>
public sealed record MarginalPrice(string Bus, ImmutableArray<double> EurPerKwh);
