using Twins.Energy.Solvers;

namespace Twins.Energy.Scheduling;

/// <summary>
/// Makes a point lexicographically best: of all plans, those that miss least of the first level; of these, those that miss least of
/// the second; and so on, the bill last. The weights of the wishes nearly always bring this about by themselves. Each level that
/// misses something is held against the least it could miss, and where it misses more, its weight and those above grow until it
/// does not: an exact penalty, found by trial instead of by a bound that would be far too large (Sherali, Soyster 1983).
/// </summary>
/// <param name="levels">The levels, the last to give way first.</param>
/// <param name="solve">Solves a problem of the plan; null when it did not finish.</param>
internal sealed class WishHierarchy(IReadOnlyList<WishLevel> levels, Func<Problem, SolvedPoint?> solve)
{
    /// <summary>What is missing up to this, in kWh, is rounding.</summary>
    private const double NothingKwh = 1e-4;

    /// <summary>How much more than the least a level may miss: in kWh, and relative to the least.</summary>
    private const double SlackKwh = 1e-5;
    private const double RelativeSlack = 1e-7;

    private const double FirstRatio = 3;
    private const double Growth = 10;
    private const int MaxGrowths = 6;

    /// <summary>Weight of each level in comparison to the next one below while the minimum of a lower one is sought.</summary>
    private readonly double[] _ratios = [.. levels.Select(_ => FirstRatio)];

    /// <summary>The best point; the given one where a solve did not finish.</summary>
    public SolvedPoint Enforce(SolvedPoint point)
    {
        for (int level = 0; level < levels.Count; level++)
        {
            if (levels[level].MissingKwh(point) <= NothingKwh)
            {
                continue;
            }

            if (MinKwh(point, level) is not { } minKwh)
            {
                return point;
            }

            for (int growth = 0; growth < MaxGrowths && levels[level].MissingKwh(point) > WithSlack(minKwh); growth++)
            {
                if (solve(WithGrownWeights(point.Problem, level)) is not { } next)
                {
                    return point;
                }

                point = next;
            }
        }

        return point;
    }

    private static double WithSlack(double kilowattHours) => kilowattHours + SlackKwh + (RelativeSlack * kilowattHours);

    /// <summary>
    /// The minimum that a level must miss while those above miss no more than now: the minimum of S_level + Σ M_k·S_k over the
    /// levels k above, with weights M_k that grow until these miss no more. A point that attains the minimum for any
    /// weights needs no second try: none that is as good above misses less.
    /// </summary>
    private double? MinKwh(SolvedPoint point, int level)
    {
        for (int growth = 0; growth < MaxGrowths; growth++)
        {
            double[] weights = WeightsDownTo(level);
            Problem problem = point.Problem.WithoutCosts();
            for (int each = 0; each <= level; each++)
            {
                levels[each].Price(problem, weights[each]);
            }

            if (solve(problem) is not { } least)
            {
                return null;
            }

            if (Weighted(point, weights) <= WithSlack(Weighted(least, weights)))
            {
                return levels[level].MissingKwh(point);
            }

            int worse = FirstWorse(least, point, level);
            if (worse < 0)
            {
                return levels[level].MissingKwh(least);
            }

            _ratios[worse] *= Growth;
        }

        return null;
    }

    /// <summary>The first level above that misses more than in the reference; −1 for none.</summary>
    private int FirstWorse(SolvedPoint point, SolvedPoint reference, int level)
    {
        for (int above = 0; above < level; above++)
        {
            if (levels[above].MissingKwh(point) > levels[above].MissingKwh(reference) + NothingKwh)
            {
                return above;
            }
        }

        return -1;
    }

    private double[] WeightsDownTo(int level)
    {
        double[] weights = new double[level + 1];
        weights[level] = 1;
        for (int above = level - 1; above >= 0; above--)
        {
            weights[above] = _ratios[above] * weights[above + 1];
        }

        return weights;
    }

    private double Weighted(SolvedPoint point, double[] weights)
    {
        double sum = 0;
        for (int level = 0; level < weights.Length; level++)
        {
            sum += weights[level] * levels[level].MissingKwh(point);
        }

        return sum;
    }

    private Problem WithGrownWeights(Problem problem, int level)
    {
        Problem grown = problem.Copy();
        for (int above = 0; above <= level; above++)
        {
            foreach ((Variable shortfall, _) in levels[above].Terms)
            {
                grown.SetCost(shortfall, Growth * grown.Costs[shortfall.Index]);
            }
        }

        return grown;
    }
}

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

    /// <summary>What is missing in total, in kWh.</summary>
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

/// <summary>What an unfulfilled wish costs, by rank: above every saving on the bill, and threefold from rank to rank.</summary>
internal sealed class Penalties
{
    private const double FactorPerRank = 3;

    private readonly double _minEurPerKwh;

    public Penalties(IEnumerable<SchedulingSite> sites, TimeGrid grid, ScheduleObjectives objectives) =>
        _minEurPerKwh = sites.Max(site => MaxEurPerKwh(site, grid, objectives));

    /// <param name="rank">Rank of the wish.</param>
    /// <param name="priority">Place within the rank, from 0 (most important) to <see cref="SiteLoad.MaxPriority"/>.</param>
    public double EurPerKwh(WishRank rank, int priority = 0) =>
        _minEurPerKwh * Math.Pow(FactorPerRank, (int)rank - (priority / (SiteLoad.MaxPriority + 1.0)));

    private static double MaxEurPerKwh(SchedulingSite site, TimeGrid grid, ScheduleObjectives objectives)
    {
        double energy = objectives.ExportPenaltyEurPerKwh + (2 * objectives.ConversionEurPerKwh) + MaxTerminalValue(site) + MaxWear(site);
        double power = 0;
        foreach (SiteGridConnection connection in site.GridConnections)
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

    private static double MaxTerminalValue(SchedulingSite site) => site.Batteries
        .Select(battery => Math.Abs(battery.TerminalValueEurPerKwh ?? 0) / battery.DischargeEfficiency)
        .Concat(site.HydrogenStores.Select(store => Math.Abs(store.TerminalValueEurPerKwh) / store.FuelCellEfficiency))
        .DefaultIfEmpty().Max();

    private static double MaxWear(SchedulingSite site) => 2 * site.Batteries
        .Select(battery => battery.WearCostEurPerKwh + (battery.QuadraticWearEurPerKw2h * battery.MaxChargePowerW / 1000))
        .Concat(site.HydrogenStores.Select(store => store.WearCostEurPerKwh))
        .Concat(site.Vehicles.Select(vehicle => vehicle.WearCostEurPerKwh))
        .DefaultIfEmpty().Max();
}
