using System.Collections.Immutable;
using System.Globalization;
using Twins.Energy.Scheduling.Results;

namespace Twins.Energy.Scheduling.Decisions;

/// <summary>The one sentence that says why a plan is as it is.</summary>
internal static class Explanation
{
    public static string Of(PlanFigures figures, ImmutableArray<UnmetWish> wishes, ImmutableArray<BindingLimit> limits)
    {
        string cost = string.Create(CultureInfo.InvariantCulture, $"The cheapest plan costs {figures.TotalEur:0.00} EUR");
        string wish = wishes.IsEmpty ? " and fulfils every wish" : $"; {Describe(wishes[0])}";
        string limit = limits.IsEmpty ? ", with no device at a limit that costs anything." : $"; {Describe(limits[0])}.";
        return cost + wish + limit;
    }

    public static string Describe(UnmetWish wish)
    {
        string cause = wish.Cause is { } limit ? $" because of the {limit.Limit} of '{limit.Element}'" : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"'{wish.Element}' lacks {wish.AmountWh:0.#} Wh of its wish \"{wish.Wish}\"{cause}");
    }

    private static string Describe(BindingLimit limit) => string.Create(
        CultureInfo.InvariantCulture,
        $"what helps most is more {limit.Limit} of '{limit.Element}' than {limit.Value:0} {limit.Unit} "
        + $"({limit.SavingEurPerKilo:0.####} EUR per k{limit.Unit}, {limit.StepCount} steps)");
}
