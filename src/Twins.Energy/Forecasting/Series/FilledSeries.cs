namespace Twins.Energy.Forecasting.Series;

/// <summary>
/// A history whose gaps are filled from its own past: the mean of the same time of day on the days before, so that no forecast
/// sees what came after its origin. Filled values serve as lags only; they are never learnt from as targets.
/// </summary>
internal static class FilledSeries
{
    private const int DaysLookedBack = 28;

    /// <summary>A copy without gaps; 0 before the first value that there is.</summary>
    public static double[] Fill(ReadOnlySpan<double> values, int stepsPerDay)
    {
        var filled = new double[values.Length];
        var last = 0.0;
        for (var index = 0; index < values.Length; index++)
        {
            filled[index] = double.IsNaN(values[index]) ? Substitute(values, index, stepsPerDay, last) : values[index];
            last = filled[index];
        }

        return filled;
    }

    private static double Substitute(ReadOnlySpan<double> values, int index, int stepsPerDay, double last)
    {
        var sum = 0.0;
        var count = 0;
        for (var day = 1; day <= DaysLookedBack && index - (day * stepsPerDay) >= 0; day++)
        {
            var value = values[index - (day * stepsPerDay)];
            if (!double.IsNaN(value))
            {
                sum += value;
                count++;
            }
        }

        return count > 0 ? sum / count : last;
    }
}
