using System.Globalization;

namespace Twins.Energy.Forecasting;

/// <summary>
/// Arrivals of vehicles per step: a rate for each time of working days and of weekends, from the last weeks with the older ones
/// counting less, and the quantiles of the counts that such a rate gives. Counts are whole and mostly 0, which a regression ignores.
/// </summary>
public sealed class ArrivalForecaster : IForecaster
{
    private const int MinDays = 14;
    private const int DaysLearnt = 182;
    private const double HalfLifeDays = 28;

    /// <inheritdoc/>
    public string Method => "arrival rates";

    /// <inheritdoc/>
    public int DaysNeeded => MinDays;

    /// <inheritdoc/>
    /// <remarks>The history holds the number of arrivals in each step; known inputs are not used.</remarks>
    public QuantileForecast Forecast(ForecastRequest request)
    {
        var history = request.History;
        HistoryCheck.LongEnough(history, MinDays);
        CheckCounts(history);
        var clock = new StepClock(history);
        var dispersion = Dispersion(history, clock);
        var (low, middle, high) = (new double[request.Steps], new double[request.Steps], new double[request.Steps]);
        for (var step = 0; step < request.Steps; step++)
        {
            var rate = Rate(history, clock, history.Count, history.Count + step);
            low[step] = CountDistribution.Quantile(rate, dispersion, 0.1);
            middle[step] = CountDistribution.Quantile(rate, dispersion, 0.5);
            high[step] = CountDistribution.Quantile(rate, dispersion, 0.9);
        }

        return new(Method, history.End, history.Step, [.. low], [.. middle], [.. high], history.GapShare);
    }

    /// <summary>The expected arrivals in each step, which the integers of the quantiles cannot show.</summary>
    /// <param name="request">As for <see cref="Forecast"/>.</param>
    /// <returns>Mean count of each step, at least 0.</returns>
    /// <exception cref="ForecastInputException">The history is too short, has no value or has a negative count.</exception>
    public static double[] Expect(ForecastRequest request)
    {
        var history = request.History;
        HistoryCheck.LongEnough(history, MinDays);
        CheckCounts(history);
        var clock = new StepClock(history);
        return [.. Enumerable.Range(0, request.Steps).Select(step => Rate(history, clock, history.Count, history.Count + step))];
    }

    /// <summary>The weighted mean of the same time on days of the same kind before the origin; of all days when there is none.</summary>
    private static double Rate(RegularSeries history, StepClock clock, int origin, int target)
    {
        var (sum, weights, anySum, anyWeights) = (0.0, 0.0, 0.0, 0.0);
        var day = clock.StepsPerDay;
        var oldest = Math.Max(0, origin - (DaysLearnt * day));
        for (var index = SameTime.Latest(origin, target, day); index >= oldest; index -= day)
        {
            var count = history.Values[index];
            if (double.IsNaN(count))
            {
                continue;
            }

            var weight = Math.Pow(0.5, (origin - index) / (HalfLifeDays * day));
            (anySum, anyWeights) = (anySum + (weight * count), anyWeights + weight);
            if (clock.IsWeekend(index) == clock.IsWeekend(target))
            {
                (sum, weights) = (sum + (weight * count), weights + weight);
            }
        }

        return weights > 0 ? sum / weights : anyWeights > 0 ? anySum / anyWeights : 0;
    }

    /// <summary>Variance over mean of the last four weeks' counts about the rates of the time before (Pearson's statistic), at least 1.</summary>
    private static double Dispersion(RegularSeries history, StepClock clock)
    {
        var (squares, means) = (0.0, 0.0);
        var first = Math.Max(7 * clock.StepsPerDay, history.Count - (28 * clock.StepsPerDay));
        for (var index = first; index < history.Count; index++)
        {
            var count = history.Values[index];
            if (!double.IsNaN(count))
            {
                var rate = Rate(history, clock, index, index);
                squares += (count - rate) * (count - rate);
                means += rate;
            }
        }

        return means > 0 ? Math.Max(1, squares / means) : 1;
    }

    private static void CheckCounts(RegularSeries history)
    {
        for (var index = 0; index < history.Count; index++)
        {
            if (history.Values[index] < 0)
            {
                throw new ForecastInputException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{history.Name}: the count at {history.TimeAt(index):O} is {history.Values[index]}, but it must be at least 0."));
            }
        }
    }
}

/// <summary>
/// How many arrive in a step: Poisson, or negative binomial when counts scatter more than their mean (variance = mean × dispersion;
/// Cameron and Trivedi, "Regression Analysis of Count Data", section 3.3).
/// </summary>
internal static class CountDistribution
{
    private const int MaxCounted = 100_000;

    /// <summary>The smallest count at or below which the probability lies.</summary>
    public static int Quantile(double mean, double dispersion, double probability)
    {
        if (mean <= 0)
        {
            return 0;
        }

        var scattered = dispersion > 1.001;
        var size = scattered ? mean / (dispersion - 1) : 0;
        var logarithm = scattered ? -size * Math.Log(dispersion) : -mean;
        var (sum, count) = (Math.Exp(logarithm), 0);
        while (sum < probability && count < MaxCounted)
        {
            logarithm += scattered
                ? Math.Log((count + size) / (count + 1) * ((dispersion - 1) / dispersion))
                : Math.Log(mean / (count + 1));
            sum += Math.Exp(logarithm);
            count++;
        }

        return count;
    }
}
