using Twins.Optimization.Forecasts.Series;

namespace Twins.Optimization.Forecasts.Regression;

/// <summary>A forecast as it was before calibration, kept until its values have come.</summary>
internal sealed class IssuedForecast(DateTimeOffset start, TimeSpan step, Band[] bands)
{
    public DateTimeOffset End => start + (bands.Length * step);

    public void Compare(ForecastRequest request, ValueScale scale, ConformalBand calibration)
    {
        var history = request.History;
        var first = (int)((start - history.Start) / step);
        for (var index = Math.Max(0, -first); index < bands.Length; index++)
        {
            if (request.IsTarget(first + index))
            {
                calibration.Add(bands[index], scale.To(history.Values[first + index]));
            }
        }
    }
}
