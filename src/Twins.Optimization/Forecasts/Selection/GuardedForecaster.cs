using Twins.Optimization.Forecasts.Baselines;

namespace Twins.Optimization.Forecasts.Selection;

/// <summary>
/// Lets a forecaster speak unless a baseline is clearly nearer: all forecast side by side, and a baseline is handed out when its
/// forecasts of the last four weeks were nearer by more than chance explains. A tariff that repeats each week is thus forecast exactly, whatever a regression makes of it.
/// </summary>
public sealed class GuardedForecaster : IForecaster
{
    private const int WindowDays = 28;
    private const int DaysNeeded = 21;

    private readonly IForecaster _preferred;
    private TrackedCandidate[]? _candidates;

    /// <summary>Guards a forecaster with all baselines.</summary>
    /// <param name="preferred">A fresh one.</param>
    public GuardedForecaster(IForecaster preferred) => _preferred = preferred;

    /// <summary>The preferred method; each forecast names the method that made it.</summary>
    public string Method => $"{_preferred.Method}, guarded";

    /// <inheritdoc/>
    public QuantileForecast Forecast(ForecastRequest request)
    {
        if (_candidates is null)
        {
            HistoryCheck.LongEnough(request.History, DaysNeeded * request.History.StepsPerDay);
            _candidates = [new(_preferred, WindowDays), .. SeasonalNaive.All.Select(baseline => new TrackedCandidate(baseline, WindowDays))];
            Rehearse(request);
        }

        var forecasts = Array.ConvertAll(_candidates, candidate => candidate.Forecast(request));
        var (best, lead) = (0, 0.0);
        for (var candidate = 1; candidate < forecasts.Length; candidate++)
        {
            var own = _candidates[candidate].LeadOver(_candidates[0]);
            (best, lead) = own > lead ? (candidate, own) : (best, lead);
        }

        return forecasts[best];
    }

    /// <summary>Before the first forecast all forecast the last weeks, day by day, as they would have then.</summary>
    private void Rehearse(ForecastRequest request)
    {
        var day = request.History.StepsPerDay;
        var steps = Math.Min(request.Steps, day);
        for (var back = Math.Min(WindowDays, (request.History.Count / day) - DaysNeeded); back > 0; back--)
        {
            var past = request.History.First(request.History.Count - (back * day));
            var known = new ForecastRequest(past, steps, [.. request.Inputs.Select(input => input.First(past.Count + steps))]);
            foreach (var candidate in _candidates!)
            {
                candidate.Forecast(known);
            }
        }
    }
}
