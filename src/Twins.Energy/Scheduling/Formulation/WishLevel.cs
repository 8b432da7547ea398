using Twins.Energy.Solvers.Model;

namespace Twins.Energy.Scheduling.Formulation;

/// <summary>All wishes of one place in the hierarchy: a rank, and among sheddable loads a priority.</summary>
internal sealed class WishLevel
{
    private readonly (Variable Shortfall, double Kwh)[] _terms;

    private WishLevel(IEnumerable<(Variable Shortfall, double Kwh)> terms) => _terms = [.. terms];

    /// <summary>Each shortfall with the kWh that one of its units stands for, weighted by the scenario's probability.</summary>
    public IReadOnlyList<(Variable Shortfall, double Kwh)> Terms => _terms;

    /// <summary>The levels of one or more scenarios, the last to give way first.</summary>
    public static List<WishLevel> Of(IEnumerable<SiteFormulation> sites) =>
    [
        .. sites
            .SelectMany(site => site.Wishes.Select(wish => (wish.Topic.Rank, wish.Priority, Term: (wish.Shortfall, wish.KilowattHoursPerUnit * site.Probability))))
            .GroupBy(wish => (wish.Rank, wish.Priority))
            .OrderByDescending(level => level.Key.Rank).ThenBy(level => level.Key.Priority)
            .Select(level => new WishLevel(level.Select(wish => wish.Term))),
    ];

    /// <summary>What is missing altogether, in kWh.</summary>
    public double MissingKwh(SolvedPoint point)
    {
        double sum = 0;
        foreach ((Variable shortfall, double kilowattHours) in _terms)
        {
            sum += kilowattHours * point[shortfall];
        }

        return sum;
    }

    /// <summary>Makes each missing kWh cost the weight.</summary>
    public void Price(Problem problem, double weight)
    {
        foreach ((Variable shortfall, double kilowattHours) in _terms)
        {
            problem.SetCost(shortfall, weight * kilowattHours);
        }
    }
}
