namespace Twins.Energy.Forecasting.Features;

/// <summary>What a known input says about a step: itself, its change against the days whose values are the lags, and its last day.</summary>
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
