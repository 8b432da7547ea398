namespace Twins.Optimization.Forecasts.Selection;

/// <summary>A forecaster and how far off its latest forecasts were, one mean absolute error for each.</summary>
internal sealed class TrackedCandidate(IForecaster forecaster, int capacity)
{
    private readonly Queue<double> _errors = new(capacity + 1);
    private QuantileForecast? _issued;

    /// <summary>Compares what was issued with what came, if all of it has come, and issues the next forecast.</summary>
    public QuantileForecast Forecast(ForecastRequest request)
    {
        var forecast = forecaster.Forecast(request);
        if (_issued is null || request.History.End >= _issued.Start + (_issued.P50.Length * _issued.Step))
        {
            if (_issued is not null && MeanAbsoluteError(request, _issued) is var error && !double.IsNaN(error))
            {
                _errors.Enqueue(error);
                _ = _errors.Count > capacity ? _errors.Dequeue() : 0;
            }

            _issued = forecast;
        }

        return forecast;
    }

    /// <summary>
    /// By how much it was nearer than another on the same forecasts, in the median (one odd week does not count); 0 unless the difference, or the count of forecasts
    /// on which it was nearer, lies two standard errors above what chance gives, so that luck does not change the method.
    /// </summary>
    public double LeadOver(TrackedCandidate other)
    {
        var leads = other._errors.Zip(_errors, (theirs, ours) => theirs - ours).ToArray();
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

    private static double MeanAbsoluteError(ForecastRequest request, QuantileForecast issued)
    {
        var first = (int)((issued.Start - request.History.Start) / issued.Step);
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
