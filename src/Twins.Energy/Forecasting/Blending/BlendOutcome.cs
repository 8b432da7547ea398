using Twins.Energy.Forecasting.Regression;
using Twins.Energy.Forecasting.Series;

namespace Twins.Energy.Forecasting.Blending;

/// <summary>How far off a blend's medians were, and in which direction each expert's would have moved them.</summary>
internal sealed class BlendOutcome(int experts)
{
    private readonly double[] _slopes = new double[experts];
    private double _loss;

    /// <summary>Compares in the unit of the series, over the steps that have a value.</summary>
    public static BlendOutcome Of(ForecastRequest request, IssuedForecast issued, QuantileForecast?[] said, ValueScale scale)
    {
        var outcome = new BlendOutcome(said.Length);
        var first = request.History.IndexOf(issued.Start);
        for (var step = Math.Max(0, -first); step < issued.Bands.Length; step++)
        {
            if (request.IsTarget(first + step))
            {
                outcome.Add(scale.From(issued.Bands[step].P50), request.History.Values[first + step], said, step);
            }
        }

        return outcome;
    }

    public void Teach(ExpertWeights weights) => weights.Learn(_loss, _slopes);

    private void Add(double blend, double value, QuantileForecast?[] said, int step)
    {
        var error = blend - value;
        _loss += Math.Abs(error);
        for (var expert = 0; expert < said.Length; expert++)
        {
            _slopes[expert] += said[expert] is { } forecast ? Math.Sign(error) * (forecast.P50[step] - blend) : 0;
        }
    }
}
