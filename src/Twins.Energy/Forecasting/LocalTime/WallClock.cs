using Twins.Energy.Forecasting.Series;

namespace Twins.Energy.Forecasting.LocalTime;

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
