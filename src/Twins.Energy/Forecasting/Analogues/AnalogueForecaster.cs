using Twins.Energy.Forecasting.Series;

namespace Twins.Energy.Forecasting.Analogues;

/// <summary>
/// Looks for the days of the last year before which things went as they go now, and hands out the quantiles of what came after them
/// (nearest neighbours: Cover and Hart, IEEE Transactions on Information Theory 13, 1967; for time series Yakowitz, Journal of Time
/// Series Analysis 8, 1987). Half of the difference in level between then and now is made up for. Known inputs are not used.
/// </summary>
/// <param name="scale">The scale on which days are compared and levels adjusted.</param>
public sealed class AnalogueForecaster(ValueScale scale = ValueScale.Root) : IForecaster
{
    private const int Neighbours = 10;
    private const double LevelTakenOver = 0.5;

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
                var change = LevelTakenOver * (days.Level(history.Count) - days.Level(nearest[rank]));
                sample[rank] = scale.From(days.Scaled(nearest[rank] + step) + change);
            }

            forecast.SetOf(step, sample[..nearest.Length]);
        }

        return forecast.ToForecast(Method, history);
    }
}
