using Twins.Energy.Forecasting.Series;

namespace Twins.Energy.Forecasting.Features;

/// <summary>All features of one request: the same for learning from past origins and for forecasting from the present one.</summary>
internal sealed class FeatureTable
{
    private readonly double[] _known;
    private readonly double[][] _inputs;
    private readonly StepClock _clock;

    public FeatureTable(ForecastRequest request, ValueScale scale)
    {
        var history = request.History;
        _clock = new(history);
        _known = FilledSeries.Fill(history.Values, history.StepsPerDay);
        scale.To(_known);
        _inputs = [.. request.Inputs.Select(input =>
            FilledSeries.Fill(input.Values[..(history.Count + request.Steps)], history.StepsPerDay))];
        Width = LagFeatures.Count + CalendarFeatures.Count + (InputFeatures.Count * _inputs.Length);
    }

    public int Width { get; }

    /// <summary>The history's value of a step on the scale; a gap's substitute where there is none.</summary>
    public double Known(int index) => _known[index];

    /// <summary>Writes the row of step <paramref name="target"/> as seen from <paramref name="origin"/>.</summary>
    public void Write(int origin, int target, Span<double> row)
    {
        LagFeatures.Write(_known, _clock, origin, target, row);
        CalendarFeatures.Write(_clock, target, row[LagFeatures.Count..]);
        var column = LagFeatures.Count + CalendarFeatures.Count;
        foreach (var input in _inputs)
        {
            InputFeatures.Write(input, _clock.StepsPerDay, origin, target, row[column..]);
            column += InputFeatures.Count;
        }
    }
}
