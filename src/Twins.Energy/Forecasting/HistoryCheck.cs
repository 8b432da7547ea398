using Twins.Energy.Forecasting.Series;

namespace Twins.Energy.Forecasting;

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
