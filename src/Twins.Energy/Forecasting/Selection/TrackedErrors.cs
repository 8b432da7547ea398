namespace Twins.Energy.Forecasting.Selection;

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
