using System.Collections.Immutable;
using Twins.Optimization.Forecasts.Series;

namespace Twins.Optimization.Forecasts.Baselines;

/// <summary>
/// The forecasts that any other has to beat: the value one season ago, or the mean of the same time of day over several days. Their
/// band comes from how wrong they were at the same lead over the last four weeks.
/// </summary>
public sealed class SeasonalNaive : IForecaster
{
    private const int BandDays = 28;
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
    public QuantileForecast Forecast(ForecastRequest request)
    {
        var history = request.History;
        HistoryCheck.LongEnough(history, _seasonDays * history.StepsPerDay * _seasons);
        var filled = FilledSeries.Fill(history.Values, history.StepsPerDay);
        var (low, middle, high) = (new double[request.Steps], new double[request.Steps], new double[request.Steps]);
        Span<double> errors = stackalloc double[BandDays];
        for (var step = 0; step < request.Steps; step++)
        {
            middle[step] = Value(filled, filled.Length, step, history.StepsPerDay);
            var count = Errors(history, filled, step, errors);
            low[step] = middle[step] + Math.Min(0, SampleQuantile.Of(errors[..count], 0.1));
            high[step] = middle[step] + Math.Max(0, SampleQuantile.Of(errors[..count], 0.9));
        }

        return new(Method, history.End, history.Step, [.. low], [.. middle], [.. high], history.GapShare);
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
        var needed = _seasonDays * history.StepsPerDay * _seasons;
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
