using System.Collections.Immutable;

namespace Twins.Energy.Forecasting;

/// <summary>
/// The forecasts that any other has to beat: the value one season ago, or the mean of the same time of day over several days. Their
/// band comes from how wrong they were at the same lead over the last four weeks; before there are three such errors it is the range
/// of the whole history, P10 to P90, so that a young site does not get a narrow band without evidence.
/// </summary>
public sealed class SeasonalNaive : IForecaster
{
    private const int BandDays = 28;
    private const int ErrorsNeeded = 3;
    private readonly int _seasonDays;
    private readonly int _seasons;

    private SeasonalNaive(string method, int seasonDays, int seasons) => (Method, _seasonDays, _seasons) = (method, seasonDays, seasons);

    /// <summary>As 24 hours ago.</summary>
    public static SeasonalNaive Daily { get; } = new("24 h naive", 1, 1);

    /// <summary>As 168 hours ago.</summary>
    public static SeasonalNaive Weekly { get; } = new("168 h naive", 7, 1);

    /// <summary>The mean of the same time of day over the last seven days.</summary>
    public static SeasonalNaive WeekMean { get; } = new("7-day mean", 1, 7);

    /// <summary>All of them, the longest memory first: it is taken when two are equally near.</summary>
    public static ImmutableArray<SeasonalNaive> All { get; } = [Weekly, Daily, WeekMean];

    /// <inheritdoc/>
    public string Method { get; }

    /// <inheritdoc/>
    public int DaysNeeded => _seasonDays * _seasons;

    /// <inheritdoc/>
    public QuantileForecast Forecast(ForecastRequest request)
    {
        var history = request.History;
        HistoryCheck.LongEnough(history, DaysNeeded);
        var filled = FilledSeries.Fill(history.Values, history.StepsPerDay);
        var forecast = new QuantileBuffer(request.Steps);
        var range = Range(filled);
        Span<double> errors = stackalloc double[BandDays];
        for (var step = 0; step < request.Steps; step++)
        {
            var middle = Value(filled, filled.Length, step, history.StepsPerDay);
            var count = Errors(history, filled, step, errors);
            var (low, high) = count < ErrorsNeeded
                ? range
                : (middle + SampleQuantile.Of(errors[..count], 0.1), middle + SampleQuantile.Of(errors[..count], 0.9));
            forecast.Set(step, Math.Min(low, middle), middle, Math.Max(high, middle));
        }

        return forecast.ToForecast(Method, history);
    }

    private static (double P10, double P90) Range(double[] filled)
    {
        var sorted = (double[])filled.Clone();
        return (SampleQuantile.Of(sorted, 0.1), SampleQuantile.Of(sorted, 0.9));
    }

    /// <summary>What it says at <paramref name="origin"/> for a lead, from the values before the origin.</summary>
    private double Value(double[] filled, int origin, int step, int stepsPerDay)
    {
        var season = _seasonDays * stepsPerDay;
        var nearest = origin + step - (season * ((step / season) + 1));
        var sum = 0.0;
        for (var back = 0; back < _seasons; back++)
        {
            sum += filled[nearest - (back * season)];
        }

        return sum / _seasons;
    }

    private int Errors(RegularSeries history, double[] filled, int step, Span<double> errors)
    {
        var needed = DaysNeeded * history.StepsPerDay;
        var count = 0;
        for (var day = 1; day <= BandDays; day++)
        {
            var origin = history.Count - (day * history.StepsPerDay);
            if (origin >= needed && origin + step < history.Count && !double.IsNaN(history.Values[origin + step]))
            {
                errors[count++] = history.Values[origin + step] - Value(filled, origin, step, history.StepsPerDay);
            }
        }

        return count;
    }
}

/// <summary>
/// What came at the same time of day over the last two weeks: its median and its P10 and P90. One odd day hardly moves it, which makes
/// it a good companion of the regression, though not one of the baselines.
/// </summary>
public sealed class SameTimeMedian : IForecaster
{
    private const int DaysLookedBack = 14;

    /// <inheritdoc/>
    public string Method => "14-day median";

    /// <inheritdoc/>
    public int DaysNeeded => 7;

    /// <inheritdoc/>
    public QuantileForecast Forecast(ForecastRequest request)
    {
        var history = request.History;
        HistoryCheck.LongEnough(history, DaysNeeded);
        var day = history.StepsPerDay;
        var filled = FilledSeries.Fill(history.Values, day);
        var forecast = new QuantileBuffer(request.Steps);
        Span<double> sample = stackalloc double[DaysLookedBack];
        for (var step = 0; step < request.Steps; step++)
        {
            var count = 0;
            for (var index = SameTime.Latest(history.Count, history.Count + step, day); index >= 0 && count < DaysLookedBack; index -= day)
            {
                sample[count++] = filled[index];
            }

            forecast.SetOf(step, sample[..count]);
        }

        return forecast.ToForecast(Method, history);
    }
}
