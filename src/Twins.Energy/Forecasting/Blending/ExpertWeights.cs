namespace Twins.Energy.Forecasting.Blending;

/// <summary>
/// Weights of a convex mixture, learnt online: exponentiated gradient (Kivinen and Warmuth, Information and Computation 132, 1997) on
/// the absolute error, each loss in units of the mean loss so far. All begin equal. Who is silent neither gains nor loses (Freund,
/// Schapire, Singer and Warmuth, STOC 1997).
/// </summary>
/// <param name="count">How many experts.</param>
/// <param name="rate">Learning rate: how far one forecast's errors move the logarithm of a weight.</param>
internal sealed class ExpertWeights(int count, double rate)
{
    private readonly double[] _regret = new double[count];
    private double _lossSum;
    private int _learnt;

    /// <summary>The weights of those who speak: not negative, summing to 1; 0 for the others.</summary>
    public double[] Among(ReadOnlySpan<bool> speaks)
    {
        var weights = new double[count];
        var highest = double.NegativeInfinity;
        for (var expert = 0; expert < count; expert++)
        {
            highest = speaks[expert] ? Math.Max(highest, _regret[expert]) : highest;
        }

        for (var expert = 0; expert < count; expert++)
        {
            weights[expert] = speaks[expert] ? Math.Exp(_regret[expert] - highest) : 0;
        }

        var sum = weights.Sum();
        return Array.ConvertAll(weights, weight => weight / sum);
    }

    /// <summary>
    /// Takes one forecast's outcome: the mixture's absolute error, and for each expert the slope of that error in the direction from the
    /// mixture to the expert; 0 for the silent.
    /// </summary>
    public void Learn(double loss, ReadOnlySpan<double> slopes)
    {
        if (loss <= 0)
        {
            return;
        }

        _lossSum += loss;
        _learnt++;
        for (var expert = 0; expert < count; expert++)
        {
            _regret[expert] -= rate * slopes[expert] * _learnt / _lossSum;
        }
    }
}
