namespace Twins.Energy.Forecasting.Features;

/// <summary>What the history up to the origin says about a step: the same time on earlier days, the recent level, the last hours.</summary>
internal static class LagFeatures
{
    public const int Count = 14;

    /// <summary>Writes the features of step <paramref name="target"/> seen from <paramref name="origin"/>, the first step not known.</summary>
    public static void Write(double[] known, StepClock clock, int origin, int target, Span<double> row)
    {
        var day = clock.StepsPerDay;
        var same = new SameTime(known, day);
        var yesterday = SameTime.Latest(origin, target, day);
        var lastWeek = SameTime.Latest(origin, target, 7 * day);
        row[0] = known[yesterday];
        row[1] = known[Math.Max(yesterday - day, yesterday % day)];
        row[2] = same.Mean(yesterday, 3);
        row[3] = same.Mean(yesterday, 7);
        row[4] = same.Mean(yesterday, 28);
        row[5] = known[lastWeek];
        row[6] = same.WeeklyMean(lastWeek, 4);
        row[7] = same.DayTypeMean(clock, yesterday, target, 28);
        row[8] = same.Around(yesterday, origin, 1);
        row[9] = same.Around(yesterday, origin, 28);
        row[10] = same.Level(origin, day);
        row[11] = same.Level(origin, 7 * day);
        var surprise = same.Surprise(origin, Math.Max(1, day / 8));
        var leadHours = (target - origin + 1) * 24.0 / day;
        row[12] = surprise * Math.Exp(-leadHours / 3);
        row[13] = surprise * Math.Exp(-leadHours / 12);
    }
}
