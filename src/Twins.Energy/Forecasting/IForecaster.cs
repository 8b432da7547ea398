using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Twins.Energy.Forecasting;

/// <summary>
/// Continues one series. A forecaster may keep what it learnt from call to call, so it serves one series only, and one caller at a
/// time; the same calls in the same order give the same forecasts.
/// </summary>
public interface IForecaster
{
    /// <summary>Its name in reports and decision records.</summary>
    string Method { get; }

    /// <summary>Days of history before its first forecast; with less it refuses.</summary>
    int DaysNeeded { get; }

    /// <summary>Forecasts the steps after the history, using nothing later than the history's end but the known inputs.</summary>
    /// <param name="request">History and known inputs. Histories of later calls continue those of earlier ones.</param>
    /// <returns>Quantiles of every step.</returns>
    /// <exception cref="ForecastInputException">The history is too short or has no value at all; the error names the series.</exception>
    QuantileForecast Forecast(ForecastRequest request);
}

/// <summary>What a forecast starts from: a history up to now, and what is already known of the future.</summary>
public sealed class ForecastRequest
{
    /// <summary>Puts a request together.</summary>
    /// <param name="history">The series to continue; its end is the forecast's origin. Gaps are NaN.</param>
    /// <param name="steps">How many steps ahead, 1 … 14 days of them.</param>
    /// <param name="inputs">
    /// Known inputs on the same grid of times, each from the history's start to the end of the forecast (weather as it was and as it
    /// is forecast, prices already published, holidays as 0 and 1). NaN is a gap. For the past give what had been forecast, where it
    /// is kept: then the errors of those forecasts are learnt too.
    /// </param>
    /// <exception cref="ForecastInputException">An input has another step or does not cover the time; the error names it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of steps is outside its range.</exception>
    public ForecastRequest(RegularSeries history, int steps, IReadOnlyList<RegularSeries>? inputs = null)
    {
        var most = 14 * history.StepsPerDay;
        if (steps < 1 || steps > most)
        {
            throw new ArgumentOutOfRangeException(nameof(steps), steps, $"{history.Name}: steps must be 1 … {most}, but it is {steps}.");
        }

        (History, Steps, Inputs) = (history, steps, inputs ?? []);
        foreach (var input in Inputs)
        {
            Check(input);
        }
    }

    /// <summary>The series to continue.</summary>
    public RegularSeries History { get; }

    /// <summary>How many steps ahead.</summary>
    public int Steps { get; }

    /// <summary>Known inputs, each covering history and forecast.</summary>
    public IReadOnlyList<RegularSeries> Inputs { get; }

    /// <summary>Steps of history and forecast that are always 0, such as nights of photovoltaics; null when there are none.</summary>
    internal bool[]? Idle { get; init; }

    /// <summary>Whether something is to be learnt from the step: it has a value that could have been another.</summary>
    internal bool IsTarget(int index) => !double.IsNaN(History.Values[index]) && !IsIdle(index);

    /// <summary>The request as it would have been at an earlier origin: what came later is cut off.</summary>
    internal ForecastRequest At(int origin, int steps) =>
        new(History.First(origin), steps, [.. Inputs.Select(input => input.First(origin + steps))]) { Idle = Idle };

    internal bool IsIdle(int index) => Idle is not null && Idle[index];

    private void Check(RegularSeries input)
    {
        if (input.Step != History.Step || input.Start != History.Start)
        {
            throw new ForecastInputException(
                $"{input.Name}: starts {input.Start:O} in steps of {input.Step}, but {History.Name} starts {History.Start:O} in steps of {History.Step}.");
        }

        if (input.Count < History.Count + Steps)
        {
            throw new ForecastInputException(
                $"{input.Name}: ends {input.End:O}, but the forecast of {History.Name} ends {History.TimeAt(History.Count + Steps):O}.");
        }
    }
}

/// <summary>A forecast of each step by three quantiles, P10 ≤ P50 ≤ P90, in the unit of the history.</summary>
/// <param name="Method">What made it, for decision records.</param>
/// <param name="Start">Begin of the first step: the origin.</param>
/// <param name="Step">Length of a step.</param>
/// <param name="P10">Below it the value lies one time in ten.</param>
/// <param name="P50">The median: what to plan with; it has the least absolute error.</param>
/// <param name="P90">Above it the value lies one time in ten.</param>
/// <param name="GapShare">Share of the history that was missing and filled, 0 … 1.</param>
public sealed record QuantileForecast(
    string Method,
    DateTimeOffset Start,
    TimeSpan Step,
    ImmutableArray<double> P10,
    ImmutableArray<double> P50,
    ImmutableArray<double> P90,
    double GapShare);

/// <summary>A series that nothing can be forecast from: the message names the series, the value or length, and what is allowed.</summary>
public sealed class ForecastInputException : ArgumentException
{
    /// <summary>A refusal with its reason.</summary>
    /// <param name="message">Names series, value and limit.</param>
    public ForecastInputException(string message)
        : base(message)
    {
    }
}

/// <summary>Refuses histories that nothing can be learnt from.</summary>
internal static class HistoryCheck
{
    public static void LongEnough(RegularSeries history, int days)
    {
        var steps = days * history.StepsPerDay;
        if (history.Count < steps)
        {
            throw new ForecastInputException(
                $"{history.Name}: the history has {history.Count} steps, but at least {steps} ({steps * history.Step}) are needed.");
        }

        if (history.GapShare >= 1)
        {
            throw new ForecastInputException($"{history.Name}: the history from {history.Start:O} to {history.End:O} has no value (all are NaN).");
        }
    }
}

/// <summary>Checks that forecasters' options have in common; the error names the option, its value and the limit.</summary>
internal static class OptionCheck
{
    public static void Ordered(double minValue, double maxValue)
    {
        if (!(minValue < maxValue))
        {
            throw new ArgumentOutOfRangeException(
                nameof(minValue), minValue, string.Create(CultureInfo.InvariantCulture, $"MinValue {minValue} must be below MaxValue {maxValue}."));
        }
    }

    public static void AtLeast(TimeSpan value, TimeSpan least, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value < least)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least {least}, but it is {value}.");
        }
    }
}

/// <summary>The forecasters to use unless there is a reason for others: a blend for the kind of series, guarded by the baselines.</summary>
public static class Forecasters
{
    /// <summary>For a load that does not go negative, in any unit of power or energy.</summary>
    /// <returns>A fresh forecaster, for one series; speaks from one day of history on.</returns>
    public static GuardedForecaster Load() => new(Blend(minValue: 0));

    /// <summary>For a price or a net power, which may go negative.</summary>
    /// <returns>A fresh forecaster, for one series; speaks from one day of history on.</returns>
    public static GuardedForecaster Price() => new(Blend(minValue: double.NegativeInfinity));

    /// <summary>For a photovoltaic generator.</summary>
    /// <param name="sky">Where it stands and which way it looks.</param>
    /// <param name="maxValue">No quantile above this, such as the inverter's rating, in the unit of the series; infinite for none.</param>
    /// <returns>A fresh forecaster, for one series; speaks from one day of history on.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The highest value is not above 0.</exception>
    public static GuardedForecaster Photovoltaics(ClearSky sky, double maxValue = double.PositiveInfinity) =>
        new(new PhotovoltaicForecaster(sky, maxValue));

    private static BlendedForecaster Blend(double minValue) => new(
        [
            new RegressionForecaster(new() { MinValue = minValue }),
            new AnalogueForecaster(),
            new SameTimeMedian(),
            SeasonalNaive.Daily,
        ],
        new() { MinValue = minValue });
}
