using System.Collections.Immutable;
using Twins.Energy.Forecasting.Baselines;

namespace Twins.Energy.Forecasting.Selection;

/// <summary>
/// Lets a forecaster speak unless a baseline is clearly nearer: all forecast side by side, and a baseline is handed out when its
/// forecasts of the last four weeks were nearer by more than chance explains, or when its last seven were exact. A tariff that repeats
/// each week is thus forecast exactly, whatever a regression makes of it. While the history is too short for the forecaster, the
/// longest memory that there is speaks.
/// </summary>
public sealed class GuardedForecaster : IForecaster
{
    private const int WindowDays = 28;
    private const int ExactForecasts = 7;

    private readonly IForecaster _preferred;
    private readonly ForecasterPanel _panel;
    private readonly TrackedErrors[] _errors;
    private bool _rehearsed;

    /// <summary>Guards a forecaster with all baselines.</summary>
    /// <param name="preferred">A fresh one.</param>
    public GuardedForecaster(IForecaster preferred)
    {
        _preferred = preferred;
        ImmutableArray<IForecaster> members = [preferred, .. SeasonalNaive.All];
        _panel = new(members);
        _errors = [.. members.Select(_ => new TrackedErrors(WindowDays))];
    }

    /// <summary>The preferred method; each forecast names the method that made it.</summary>
    public string Method => $"{_preferred.Method}, guarded";

    /// <inheritdoc/>
    public int DaysNeeded => _panel.DaysNeeded;

    /// <inheritdoc/>
    public QuantileForecast Forecast(ForecastRequest request)
    {
        HistoryCheck.LongEnough(request.History, DaysNeeded);
        if (!_rehearsed)
        {
            _rehearsed = true;
            foreach (var past in _panel.Rehearsal(request, WindowDays))
            {
                Measure(past);
                _panel.Forecast(past);
            }
        }

        Measure(request);
        return Choose(_panel.Forecast(request));
    }

    /// <summary>One that was exact; else the first that speaks, unless another is clearly nearer than it.</summary>
    private QuantileForecast Choose(QuantileForecast?[] forecasts)
    {
        var exact = Array.FindIndex(_errors, errors => errors.ExactInTheLast(ExactForecasts));
        if (exact >= 0 && forecasts[exact] is { } timetable)
        {
            return timetable;
        }

        var first = Array.FindIndex(forecasts, forecast => forecast is not null);
        var (best, lead) = (first, 0.0);
        for (var member = first + 1; member < forecasts.Length; member++)
        {
            var own = forecasts[member] is null ? 0 : _errors[member].LeadOver(_errors[first]);
            (best, lead) = own > lead ? (member, own) : (best, lead);
        }

        return forecasts[best]!;
    }

    private void Measure(ForecastRequest request)
    {
        if (_panel.TakeCome(request.History) is { } come)
        {
            for (var member = 0; member < come.Length; member++)
            {
                _errors[member].Add(MeanAbsoluteError(request, come[member]));
            }
        }
    }

    /// <summary>NaN when it was silent, or when no value came.</summary>
    private static double MeanAbsoluteError(ForecastRequest request, QuantileForecast? issued)
    {
        if (issued is null)
        {
            return double.NaN;
        }

        var first = request.History.IndexOf(issued.Start);
        var (sum, count) = (0.0, 0);
        for (var step = Math.Max(0, -first); step < issued.P50.Length; step++)
        {
            if (request.IsTarget(first + step))
            {
                sum += Math.Abs(request.History.Values[first + step] - issued.P50[step]);
                count++;
            }
        }

        return sum / count;
    }
}
