namespace Twins.Energy.Forecasting;

/// <summary>All features of one request: the same for learning from past origins and for forecasting from the present one.</summary>
internal sealed class FeatureTable
{
    private readonly double[] _known;
    private readonly double[][] _inputs;
    private readonly StepClock _clock;

    public FeatureTable(ForecastRequest request, ValueScale scale)
    {
        var history = request.History;
        _clock = new(history);
        _known = FilledSeries.Fill(history.Values, history.StepsPerDay);
        scale.To(_known);
        _inputs = [.. request.Inputs.Select(input =>
            FilledSeries.Fill(input.Values[..(history.Count + request.Steps)], history.StepsPerDay))];
        Width = LagFeatures.Count + CalendarFeatures.Count + (InputFeatures.Count * _inputs.Length);
    }

    public int Width { get; }

    /// <summary>The history's value of a step on the scale; a gap's substitute where there is none.</summary>
    public double Known(int index) => _known[index];

    /// <summary>Writes the row of step <paramref name="target"/> as seen from <paramref name="origin"/>.</summary>
    public void Write(int origin, int target, Span<double> row)
    {
        LagFeatures.Write(_known, _clock, origin, target, row);
        CalendarFeatures.Write(_clock, target, row[LagFeatures.Count..]);
        var column = LagFeatures.Count + CalendarFeatures.Count;
        foreach (var input in _inputs)
        {
            InputFeatures.Write(input, _clock.StepsPerDay, origin, target, row[column..]);
            column += InputFeatures.Count;
        }
    }
}

/// <summary>The daily course as harmonics, and how weekends differ from it.</summary>
internal static class CalendarFeatures
{
    private const int Harmonics = 4;
    private const int WeekendHarmonics = 2;

    public const int Count = (2 * Harmonics) + 1 + (2 * WeekendHarmonics);

    public static void Write(StepClock clock, int index, Span<double> row)
    {
        var angle = 2 * Math.PI * clock.DayFraction(index);
        for (var harmonic = 0; harmonic < Harmonics; harmonic++)
        {
            (row[2 * harmonic], row[(2 * harmonic) + 1]) = Math.SinCos(angle * (harmonic + 1));
        }

        var weekend = clock.IsWeekend(index) ? 1 : 0;
        row[2 * Harmonics] = weekend;
        for (var column = 0; column < 2 * WeekendHarmonics; column++)
        {
            row[(2 * Harmonics) + 1 + column] = weekend * row[column];
        }
    }
}

/// <summary>Features of a known input for a step: itself, its change against the days whose values are the lags, and its last day.</summary>
internal static class InputFeatures
{
    public const int Count = 4;

    public static void Write(double[] input, int stepsPerDay, int origin, int target, Span<double> row)
    {
        var same = new SameTime(input, stepsPerDay);
        var yesterday = SameTime.Latest(origin, target, stepsPerDay);
        row[0] = input[target];
        row[1] = input[target] - input[yesterday];
        row[2] = input[target] - same.Mean(yesterday, 7);
        row[3] = same.Level(target + 1, stepsPerDay);
    }
}

/// <summary>Features of the history up to the origin for a step: the same time on earlier days, the recent level, the last hours.</summary>
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
