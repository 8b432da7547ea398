using Twins.Energy.Solvers.Model;

namespace Twins.Energy.Scheduling.Formulation;

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
    private const int MostGrowths = 6;

    /// <summary>Weight of each level in comparison to the next one below while the least of a lower one is looked for.</summary>
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

            if (LeastKwh(point, level) is not { } leastKwh)
            {
                return point;
            }

            for (int growth = 0; growth < MostGrowths && levels[level].MissingKwh(point) > WithSlack(leastKwh); growth++)
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
    /// The least that a level must miss while those above miss no more than they do: the minimum of S_level + Σ M_k·S_k over the
    /// levels k above, with weights M_k that grow until these miss no more. A point that attains the minimum for whatever
    /// weights needs no second try: none that is as good above misses less.
    /// </summary>
    private double? LeastKwh(SolvedPoint point, int level)
    {
        for (int growth = 0; growth < MostGrowths; growth++)
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
