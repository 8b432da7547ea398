using Twins.Energy.Forecasting.Features;
using Twins.Energy.Forecasting.Series;

namespace Twins.Energy.Forecasting.Baselines;

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
