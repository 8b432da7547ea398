using Twins.Energy.Forecasting.Series;

namespace Twins.Energy.Forecasting.Regression;

/// <summary>A forecast as it was before calibration, on the scale it was made on, kept until its values have come.</summary>
internal sealed class IssuedForecast(DateTimeOffset start, TimeSpan step, Band[] bands)
{
    public DateTimeOffset Start => start;

    public DateTimeOffset End => start + (bands.Length * step);

    public Band[] Bands => bands;

    public void Compare(ForecastRequest request, ValueScale scale, ConformalBand calibration)
    {
        var first = request.History.IndexOf(start);
        for (var index = Math.Max(0, -first); index < bands.Length; index++)
        {
            if (request.IsTarget(first + index))
            {
                calibration.Add(bands[index], scale.To(request.History.Values[first + index]));
            }
        }
    }
}
