using System.Collections.Immutable;

namespace Twins.Energy.Forecasting;

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

/// <summary>Which step of the clock on the wall each step of a series is: the same one twice in autumn, one left out in spring.</summary>
internal sealed class WallClock
{
    private readonly int[] _indices;

    public WallClock(RegularSeries like, TimeZoneInfo zone, int count)
    {
        var first = zone.GetUtcOffset(like.Start);
        Start = like.Start.ToOffset(first);
        _indices = new int[count];
        for (var index = 0; index < count; index++)
        {
            var moved = zone.GetUtcOffset(like.TimeAt(index)) - first;
            if (moved.Ticks % like.Step.Ticks != 0)
            {
                throw new ForecastInputException(
                    $"{like.Name}: at {like.TimeAt(index):O} the clock of {zone.Id} has moved by {moved}, which is no whole number of steps of {like.Step}.");
            }

            _indices[index] = index + (int)(moved / like.Step);
        }
    }

    /// <summary>Begin of the first step; its offset holds for all steps, though on the wall it changes.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>The step on the wall.</summary>
    public int IndexOf(int index) => _indices[index];

    /// <summary>The first steps of a series by the clock on the wall, NaN where it has none.</summary>
    /// <param name="series">On the grid that the clock was made for.</param>
    /// <param name="count">How many of its steps.</param>
    /// <param name="least">How long the result is at least.</param>
    public RegularSeries OnTheWall(RegularSeries series, int count, int least = 0)
    {
        var length = Math.Max(least, count == 0 ? 0 : _indices[count - 1] + 1);
        var (sums, counts) = (new double[length], new int[length]);
        for (var index = 0; index < count; index++)
        {
            var value = series.Values[index];
            if (_indices[index] is >= 0 and var wall && wall < length && !double.IsNaN(value))
            {
                sums[wall] += value;
                counts[wall]++;
            }
        }

        for (var wall = 0; wall < length; wall++)
        {
            sums[wall] = counts[wall] == 0 ? double.NaN : sums[wall] / counts[wall];
        }

        return new(series.Name, Start, series.Step, sums);
    }
}
