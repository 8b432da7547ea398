namespace Twins.Energy.Forecasting.Features;

/// <summary>Means over the same time of earlier days; where the history is shorter, over the days that there are.</summary>
internal readonly ref struct SameTime(ReadOnlySpan<double> known, int stepsPerDay)
{
    private readonly ReadOnlySpan<double> _known = known;

    /// <summary>The latest step before the origin that lies whole seasons before the target.</summary>
    public static int Latest(int origin, int target, int season) => target - (season * (((target - origin) / season) + 1));

    public double Mean(int latest, int days) => StridedMean(latest, stepsPerDay, days);

    public double WeeklyMean(int latest, int weeks) => StridedMean(latest, 7 * stepsPerDay, weeks);

    /// <summary>Over working days only, or over weekends only, as the target is; over all days when there is none such.</summary>
    public double DayTypeMean(StepClock clock, int latest, int target, int days)
    {
        var weekend = clock.IsWeekend(target);
        var (sum, count) = (0.0, 0);
        for (var index = latest; index >= 0 && index > latest - (days * stepsPerDay); index -= stepsPerDay)
        {
            if (clock.IsWeekend(index) == weekend)
            {
                sum += _known[index];
                count++;
            }
        }

        return count > 0 ? sum / count : Mean(latest, days);
    }

    /// <summary>The mean over two hours either side, of one day or of several.</summary>
    public double Around(int latest, int origin, int days)
    {
        var reach = Math.Max(1, stepsPerDay / 12);
        var (sum, count) = (0.0, 0);
        for (var index = latest - reach; index <= latest + reach; index++)
        {
            var earlier = index < origin ? index : index - stepsPerDay;
            if (earlier >= 0)
            {
                sum += Mean(earlier, days);
                count++;
            }
        }

        return sum / count;
    }

    /// <summary>The mean of the steps just before the origin.</summary>
    public double Level(int origin, int steps)
    {
        var first = Math.Max(0, origin - steps);
        var sum = 0.0;
        foreach (var value in _known[first..origin])
        {
            sum += value;
        }

        return sum / (origin - first);
    }

    /// <summary>How much more the last steps before the origin were than at the same time in the week before.</summary>
    public double Surprise(int origin, int steps)
    {
        var sum = 0.0;
        for (var index = origin - steps; index < origin; index++)
        {
            sum += _known[index] - Mean(index - stepsPerDay, 7);
        }

        return sum / steps;
    }

    private double StridedMean(int latest, int stride, int most)
    {
        var (sum, count) = (0.0, 0);
        for (var index = latest; index >= 0 && count < most; index -= stride)
        {
            sum += _known[index];
            count++;
        }

        return sum / count;
    }
}
