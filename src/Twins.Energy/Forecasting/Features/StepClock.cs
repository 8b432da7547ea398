using Twins.Energy.Forecasting.Series;

namespace Twins.Energy.Forecasting.Features;

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
