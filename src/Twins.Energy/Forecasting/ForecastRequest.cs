using Twins.Energy.Forecasting.Series;

namespace Twins.Energy.Forecasting;

/// <summary>What a forecast starts from: a history up to now, and what is already known of the time to come.</summary>
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

    /// <summary>Steps of history and forecast that are 0 whatever comes, such as nights of photovoltaics; null when there are none.</summary>
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
