using System.Collections.Immutable;

namespace Twins.Energy.Forecasting.LocalTime;

/// <summary>
/// Lets a forecaster work by the clock on the wall: people keep to it, so where summer time is kept a load moves by an hour against
/// UTC twice a year. The hour that spring leaves out is a gap, the one that autumn doubles counts once, as the mean of both. Not for
/// photovoltaics: the sun keeps to UTC.
/// </summary>
/// <param name="inner">A fresh forecaster.</param>
/// <param name="zone">Where the people live.</param>
public sealed class LocalTimeForecaster(IForecaster inner, TimeZoneInfo zone) : IForecaster
{
    /// <inheritdoc/>
    public string Method => inner.Method;

    /// <inheritdoc/>
    public int DaysNeeded => inner.DaysNeeded;

    /// <inheritdoc/>
    /// <exception cref="ForecastInputException">
    /// The history is too short or has no value, or summer time moves the clock by a part of a step.
    /// </exception>
    public QuantileForecast Forecast(ForecastRequest request)
    {
        var history = request.History;
        var clock = new WallClock(history, zone, history.Count + request.Steps);
        var known = clock.OnTheWall(history, history.Count);
        var steps = Math.Max(1, clock.IndexOf(history.Count + request.Steps - 1) + 1 - known.Count);
        var inputs = request.Inputs.Select(input => clock.OnTheWall(input, history.Count + request.Steps, known.Count + steps)).ToList();
        var forecast = inner.Forecast(new(known, steps, inputs));
        return forecast with
        {
            Start = history.End,
            P10 = Back(forecast.P10, clock, known.Count, request),
            P50 = Back(forecast.P50, clock, known.Count, request),
            P90 = Back(forecast.P90, clock, known.Count, request),
            GapShare = history.GapShare,
        };
    }

    /// <summary>The second of two equal hours, when the first was the history's last, takes what is forecast next.</summary>
    private static ImmutableArray<double> Back(ImmutableArray<double> values, WallClock clock, int known, ForecastRequest request) =>
        [.. Enumerable.Range(request.History.Count, request.Steps).Select(index => values[Math.Max(0, clock.IndexOf(index) - known)])];
}
