namespace Twins.Energy.Forecasting;

/// <summary>
/// Finds the days of the last year whose preceding days resemble the present ones, and returns the quantiles of what followed them
/// (nearest neighbours: Cover and Hart, IEEE Transactions on Information Theory 13, 1967; for time series Yakowitz, Journal of Time
/// Series Analysis 8, 1987). Half of the difference in level between then and now is corrected. Known inputs are not used.
/// </summary>
/// <param name="scale">The scale on which days are compared and levels adjusted.</param>
public sealed class AnalogueForecaster(ValueScale scale = ValueScale.Root) : IForecaster
{
    private const int Neighbours = 10;
    private const double LevelCorrection = 0.5;

    /// <inheritdoc/>
    public string Method => "analogue days";

    /// <inheritdoc/>
    public int DaysNeeded => 21;

    /// <inheritdoc/>
    public QuantileForecast Forecast(ForecastRequest request)
    {
        var history = request.History;
        HistoryCheck.LongEnough(history, DaysNeeded);
        var days = new PastDays(history, scale);
        var nearest = days.Nearest(Neighbours, request.Steps);
        var forecast = new QuantileBuffer(request.Steps);
        Span<double> sample = stackalloc double[Neighbours];
        for (var step = 0; step < request.Steps; step++)
        {
            for (var rank = 0; rank < nearest.Length; rank++)
            {
                var change = LevelCorrection * (days.Level(history.Count) - days.Level(nearest[rank]));
                sample[rank] = scale.From(days.Scaled(nearest[rank] + step) + change);
            }

            forecast.SetOf(step, sample[..nearest.Length]);
        }

        return forecast.ToForecast(Method, history);
    }
}

/// <summary>The days of the last year, each an origin at the time of day of the present one, and how unlike the present they were.</summary>
internal sealed class PastDays
{
    private const int DaysCompared = 2;
    private const int DaysLookedBack = 365;

    /// <summary>The day before yesterday has half the weight of yesterday.</summary>
    private const double EarlierDayWeight = 0.5;

    /// <summary>A working day before a weekend's origin, or the other way round, counts as this much further off.</summary>
    private const double OtherDayType = 0.2;

    /// <summary>And so does each day of age.</summary>
    private const double PerDayOfAge = 0.01;

    private readonly double[] _known;
    private readonly StepClock _clock;

    public PastDays(RegularSeries history, ValueScale scale)
    {
        _clock = new(history);
        _known = FilledSeries.Fill(history.Values, history.StepsPerDay);
        scale.To(_known);
    }

    /// <summary>The value of a step on the scale, gaps filled.</summary>
    public double Scaled(int index) => _known[index];

    /// <summary>Mean of the day before an origin, on the scale.</summary>
    public double Level(int origin) => new SameTime(_known, _clock.StepsPerDay).Level(origin, _clock.StepsPerDay);

    /// <summary>The most similar origins whose next steps are all known; at least one, when the history is long enough.</summary>
    public int[] Nearest(int count, int steps)
    {
        var day = _clock.StepsPerDay;
        var found = new List<(double Distance, int Origin)>();
        var latest = _known.Length - (day * ((steps + day - 1) / day));
        for (var origin = latest; origin >= Math.Max(DaysCompared * day, latest - (DaysLookedBack * day)); origin -= day)
        {
            found.Add((Distance(origin), origin));
        }

        return [.. found.Order().Take(count).Select(near => near.Origin)];
    }

    private double Distance(int origin)
    {
        var day = _clock.StepsPerDay;
        var (now, sum) = (_known.Length, 0.0);
        for (var back = 1; back <= DaysCompared * day; back++)
        {
            var difference = _known[now - back] - _known[origin - back];
            sum += difference * difference * (back <= day ? 1 : EarlierDayWeight);
        }

        var otherType = _clock.IsWeekend(origin) == _clock.IsWeekend(now) ? 0 : OtherDayType;
        return sum * (1 + otherType) * (1 + (PerDayOfAge * (now - origin) / day));
    }
}
