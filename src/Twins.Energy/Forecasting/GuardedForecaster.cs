using System.Collections.Immutable;

namespace Twins.Energy.Forecasting;

/// <summary>
/// Lets a forecaster speak unless a baseline is clearly nearer: all forecast side by side, and a baseline is handed out when its
/// forecasts of the last four weeks were nearer by more than chance explains, or when its last seven were exact. A tariff that repeats
/// each week is thus forecast exactly, whatever the regression says. While the history is too short for the forecaster, the
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
        if (_panel.DequeueComplete(request.History) is { } complete)
        {
            for (var member = 0; member < complete.Length; member++)
            {
                _errors[member].Add(MeanAbsoluteError(request, complete[member]));
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

/// <summary>
/// Several forecasters of one series, side by side. Who needs a longer history than there is stays silent. What they said is kept until
/// its values have come: of forecasts made more often than that, the first is kept, so that all are measured alike.
/// </summary>
internal sealed class ForecasterPanel(ImmutableArray<IForecaster> members)
{
    private QuantileForecast?[]? _issued;

    public int Count => members.Length;

    /// <summary>Days of history that at least one of them needs.</summary>
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

    /// <summary>Returns what was issued, once, as soon as all its values are known; null before that.</summary>
    public QuantileForecast?[]? DequeueComplete(RegularSeries history)
    {
        var first = _issued is null ? null : Array.Find(_issued, forecast => forecast is not null);
        if (first is null || history.End < first.Start + (first.P50.Length * first.Step))
        {
            return null;
        }

        var complete = _issued;
        _issued = null;
        return complete;
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

/// <summary>How far off the latest forecasts of one method were: a mean absolute error for each, NaN where it was silent.</summary>
internal sealed class TrackedErrors(int capacity)
{
    private readonly Queue<double> _errors = new(capacity + 1);

    /// <summary>Takes one more; the oldest makes room.</summary>
    public void Add(double error)
    {
        _errors.Enqueue(error);
        _ = _errors.Count > capacity ? _errors.Dequeue() : 0;
    }

    /// <summary>Whether all of the last forecasts were met to the last digit: then it is a timetable, not a forecast.</summary>
    public bool ExactInTheLast(int count) => _errors.Count >= count && _errors.TakeLast(count).All(error => error <= 0);

    /// <summary>
    /// By how much it was nearer than another on the same forecasts, in the median (one odd week does not count); 0 unless the
    /// difference, or the count of forecasts on which it was nearer, lies two standard errors above what chance gives, so that luck
    /// does not change the method.
    /// </summary>
    public double LeadOver(TrackedErrors other)
    {
        var leads = other._errors.Zip(_errors, (theirs, ours) => theirs - ours).Where(lead => !double.IsNaN(lead)).ToArray();
        if (leads.Length < 2)
        {
            return 0;
        }

        var mean = leads.Average();
        var variance = leads.Sum(lead => (lead - mean) * (lead - mean)) / (leads.Length - 1);
        var clear = mean > 2 * Math.Sqrt(variance / leads.Length);
        var often = leads.Count(lead => lead > 0) - (leads.Length / 2.0) > Math.Sqrt(leads.Length);
        return mean > 0 && (clear || often) ? Math.Max(0, SampleQuantile.Of(leads, 0.5)) : 0;
    }
}
