using System.Collections.Immutable;
using Twins.Energy.Forecasting.Series;

namespace Twins.Energy.Forecasting.Selection;

/// <summary>
/// Several forecasters of one series, side by side. Who needs a longer history than there is stays silent. What they said is kept until
/// its values have come: of forecasts made more often than that, the first is kept, so that all are measured alike.
/// </summary>
internal sealed class ForecasterPanel(ImmutableArray<IForecaster> members)
{
    private QuantileForecast?[]? _issued;

    public int Count => members.Length;

    /// <summary>Days of history with which at least one of them speaks.</summary>
    public int DaysNeeded { get; } = members.Min(member => member.DaysNeeded);

    /// <summary>One forecast for each member, null for the silent.</summary>
    public QuantileForecast?[] Forecast(ForecastRequest request)
    {
        var forecasts = new QuantileForecast?[members.Length];
        for (var member = 0; member < forecasts.Length; member++)
        {
            forecasts[member] = members[member].DaysNeeded * request.History.StepsPerDay <= request.History.Count
                ? members[member].Forecast(request)
                : null;
        }

        _issued ??= forecasts;
        return forecasts;
    }

    /// <summary>Hands out what was issued once all its values have come, and forgets it; null before that.</summary>
    public QuantileForecast?[]? TakeCome(RegularSeries history)
    {
        var first = _issued is null ? null : Array.Find(_issued, forecast => forecast is not null);
        if (first is null || history.End < first.Start + (first.P50.Length * first.Step))
        {
            return null;
        }

        var come = _issued;
        _issued = null;
        return come;
    }

    /// <summary>The requests of the last days, the oldest first, as they would have been made then.</summary>
    public IEnumerable<ForecastRequest> Rehearsal(ForecastRequest request, int days)
    {
        var history = request.History;
        var day = history.StepsPerDay;
        for (var back = Math.Min(days, (history.Count / day) - DaysNeeded); back > 0; back--)
        {
            yield return request.At(history.Count - (back * day), Math.Min(request.Steps, day));
        }
    }
}
