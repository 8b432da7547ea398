using System.Globalization;

namespace Twins.Energy.Forecasting;

/// <summary>
/// Values at regular steps: each is the mean (power, price, temperature) or the count (arrivals) of the step that begins at its
/// time. The unit is the owner's and the same throughout; forecasts come back in it.
/// </summary>
public sealed class RegularSeries
{
    private readonly ReadOnlyMemory<double> _values;

    /// <summary>Wraps values without copying them; they must not change afterwards.</summary>
    /// <param name="name">What errors call it, for example <c>site/meter power W</c>.</param>
    /// <param name="start">Begin of the first step; its offset from UTC is the clock of the calendar (hour of day, weekday).</param>
    /// <param name="step">Length of a step: an integer of them makes a day.</param>
    /// <param name="values">The values; NaN is a gap, infinity an error.</param>
    /// <exception cref="ForecastInputException">The step does not divide a day, or a value is infinite.</exception>
    public RegularSeries(string name, DateTimeOffset start, TimeSpan step, ReadOnlyMemory<double> values)
        : this(name, start, step, values, checkedBefore: false)
    {
    }

    private RegularSeries(string name, DateTimeOffset start, TimeSpan step, ReadOnlyMemory<double> values, bool checkedBefore)
    {
        (Name, Start, Step, _values) = (name, start, step, values);
        if (!checkedBefore)
        {
            CheckStep();
            CheckValues();
        }
    }

    /// <summary>What errors call it.</summary>
    public string Name { get; }

    /// <summary>Begin of the first step.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>Length of a step.</summary>
    public TimeSpan Step { get; }

    /// <summary>The values in the order of time; NaN where there is none.</summary>
    public ReadOnlySpan<double> Values => _values.Span;

    /// <summary>Number of steps, gaps included.</summary>
    public int Count => _values.Length;

    /// <summary>End of the last step: where a forecast of this history begins.</summary>
    public DateTimeOffset End => TimeAt(Count);

    /// <summary>Steps in a day.</summary>
    public int StepsPerDay => (int)(TimeSpan.TicksPerDay / Step.Ticks);

    /// <summary>Share of the steps without a value, 0 … 1; 0 for an empty series.</summary>
    public double GapShare
    {
        get
        {
            var gaps = 0;
            foreach (var value in Values)
            {
                gaps += double.IsNaN(value) ? 1 : 0;
            }

            return Count == 0 ? 0 : (double)gaps / Count;
        }
    }

    /// <summary>Begin of a step; also of steps outside the series.</summary>
    /// <param name="index">The step, the first being 0.</param>
    /// <returns>The time, with the offset of <see cref="Start"/>.</returns>
    public DateTimeOffset TimeAt(int index) => Start + (index * Step);

    /// <summary>The step that begins at a time on this grid; negative before the start.</summary>
    internal int IndexOf(DateTimeOffset time) => (int)((time - Start) / Step);

    /// <summary>The first steps, without a copy: what was known at an earlier time.</summary>
    /// <param name="count">How many, 0 … <see cref="Count"/>.</param>
    /// <returns>The shorter series.</returns>
    public RegularSeries First(int count) => new(Name, Start, Step, _values[..count], checkedBefore: true);

    private void CheckStep()
    {
        if (Step <= TimeSpan.Zero || TimeSpan.TicksPerDay % Step.Ticks != 0)
        {
            throw new ForecastInputException($"{Name}: the step must divide a day, but it is {Step}.");
        }
    }

    private void CheckValues()
    {
        var values = Values;
        for (var index = 0; index < values.Length; index++)
        {
            if (double.IsInfinity(values[index]))
            {
                throw new ForecastInputException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Name}: the value at {TimeAt(index):O} is {values[index]}; a missing one is NaN, all others are finite."));
            }
        }
    }
}

/// <summary>The scale on which a regression sees values. Quantiles keep their place under both, so nothing is lost on the way back.</summary>
public enum ValueScale
{
    /// <summary>As they are: for what is bounded by nature, such as photovoltaics.</summary>
    Linear,

    /// <summary>
    /// Square root with its sign: for loads, whose spread grows with their level and whose peaks would otherwise outweigh all else.
    /// </summary>
    Root,
}

/// <summary>To the scale and back.</summary>
internal static class ValueScales
{
    public static double To(this ValueScale scale, double value) =>
        scale == ValueScale.Linear ? value : Math.CopySign(Math.Sqrt(Math.Abs(value)), value);

    public static double From(this ValueScale scale, double scaled) => scale == ValueScale.Linear ? scaled : scaled * Math.Abs(scaled);

    public static void To(this ValueScale scale, Span<double> values)
    {
        foreach (ref var value in values)
        {
            value = scale.To(value);
        }
    }
}

/// <summary>
/// A history whose gaps are filled from its own past: the mean of the same time of day on the days before, so that no forecast
/// sees what came after its origin. Filled values serve as lags only; they are never learnt from as targets.
/// </summary>
internal static class FilledSeries
{
    private const int DaysLookedBack = 28;

    /// <summary>A copy without gaps; 0 before the first value that there is.</summary>
    public static double[] Fill(ReadOnlySpan<double> values, int stepsPerDay)
    {
        var filled = new double[values.Length];
        var last = 0.0;
        for (var index = 0; index < values.Length; index++)
        {
            filled[index] = double.IsNaN(values[index]) ? Substitute(values, index, stepsPerDay, last) : values[index];
            last = filled[index];
        }

        return filled;
    }

    private static double Substitute(ReadOnlySpan<double> values, int index, int stepsPerDay, double last)
    {
        var sum = 0.0;
        var count = 0;
        for (var day = 1; day <= DaysLookedBack && index - (day * stepsPerDay) >= 0; day++)
        {
            var value = values[index - (day * stepsPerDay)];
            if (!double.IsNaN(value))
            {
                sum += value;
                count++;
            }
        }

        return count > 0 ? sum / count : last;
    }
}

/// <summary>Hour of day and weekday of a step by its index.</summary>
internal sealed class StepClock(RegularSeries series)
{
    private readonly int _offset = (int)(series.Start.TimeOfDay.Ticks / series.Step.Ticks);
    private readonly int _firstDay = (int)series.Start.DayOfWeek;

    public int StepsPerDay { get; } = series.StepsPerDay;

    /// <summary>Fraction of the day at the begin of the step, 0 … 1.</summary>
    public double DayFraction(int index) => (double)((index + _offset) % StepsPerDay) / StepsPerDay;

    public bool IsWeekend(int index) => ((_firstDay + ((index + _offset) / StepsPerDay)) % 7) is 0 or 6;
}
