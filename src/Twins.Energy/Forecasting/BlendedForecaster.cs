using System.Collections.Immutable;
using Twins.Energy.Physics;

namespace Twins.Energy.Forecasting;

/// <summary>
/// Averages the quantiles of several forecasters (Ratcliff, Psychological Bulletin 86, 1979: quantiles are averaged, not
/// probabilities) by weights learnt from their errors so far, and calibrates the band on the average's own latest errors. Forecasters
/// that err in different ways make a better average than the best of them is (Bates and Granger, Operational Research Quarterly 20,
/// 1969). Those that need a longer history join when it is there.
/// </summary>
public sealed class BlendedForecaster : IForecaster
{
    private readonly ForecasterPanel _panel;
    private readonly ExpertWeights _weights;
    private readonly BlendOptions _options;
    private ConformalBand? _calibration;
    private IssuedForecast? _issued;

    /// <summary>A blend for one series.</summary>
    /// <param name="experts">Fresh forecasters, one at least.</param>
    /// <param name="options">How they are mixed; null for the defaults.</param>
    /// <exception cref="ArgumentException">There are no experts.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public BlendedForecaster(ImmutableArray<IForecaster> experts, BlendOptions? options = null)
    {
        if (experts.IsDefaultOrEmpty)
        {
            throw new ArgumentException("A blend needs at least one expert.", nameof(experts));
        }

        _options = options ?? new();
        _options.Check();
        (_panel, _weights) = (new(experts), new(experts.Length, _options.LearningRate));
    }

    /// <inheritdoc/>
    public string Method => "blend";

    /// <inheritdoc/>
    public int DaysNeeded => _panel.DaysNeeded;

    /// <summary>What each expert weighed in the latest forecast, 0 … 1 in the order given, the silent ones 0; empty before the first.</summary>
    public ImmutableArray<double> Weights { get; private set; } = [];

    /// <inheritdoc/>
    public QuantileForecast Forecast(ForecastRequest request)
    {
        HistoryCheck.LongEnough(request.History, DaysNeeded);
        if (_calibration is null)
        {
            _calibration = new((int)(_options.CalibrationWindow / request.History.Step));
            foreach (var past in _panel.Rehearsal(request, (int)_options.CalibrationWindow.TotalDays))
            {
                Mix(past, _calibration);
            }
        }

        var bands = Mix(request, _calibration);
        var forecast = new QuantileBuffer(request.Steps);
        for (var step = 0; step < request.Steps; step++)
        {
            var band = request.IsIdle(request.History.Count + step) ? default : _calibration.Apply(bands[step]);
            forecast.Set(step, Bounded(band.P10), Bounded(band.P50), Bounded(band.P90));
        }

        return forecast.ToForecast(Method, request.History);
    }

    /// <summary>Learns from the values since the last call, and averages the experts' forecasts; on the scale, before calibration.</summary>
    private Band[] Mix(ForecastRequest request, ConformalBand calibration)
    {
        if (_panel.DequeueComplete(request.History) is { } complete)
        {
            _issued!.Compare(request, _options.Scale, calibration);
            BlendOutcome.Of(request, _issued, complete, _options.Scale).Teach(_weights);
            _issued = null;
        }

        var said = _panel.Forecast(request);
        var weights = _weights.Among(Array.ConvertAll(said, forecast => forecast is not null));
        Weights = [.. weights];
        var bands = Average(said, weights, request.Steps);
        _issued ??= new(request.History.End, request.History.Step, bands);
        return bands;
    }

    private Band[] Average(QuantileForecast?[] said, double[] weights, int steps)
    {
        var (bands, scale) = (new Band[steps], _options.Scale);
        for (var expert = 0; expert < said.Length; expert++)
        {
            if (said[expert] is { } forecast)
            {
                for (var step = 0; step < steps; step++)
                {
                    bands[step] = new(
                        bands[step].P10 + (weights[expert] * scale.To(forecast.P10[step])),
                        bands[step].P50 + (weights[expert] * scale.To(forecast.P50[step])),
                        bands[step].P90 + (weights[expert] * scale.To(forecast.P90[step])));
                }
            }
        }

        return bands;
    }

    private double Bounded(double value) => Math.Clamp(_options.Scale.From(value), _options.MinValue, _options.MaxValue);
}

/// <summary>How a <see cref="BlendedForecaster"/> mixes and calibrates.</summary>
public sealed record BlendOptions
{
    /// <summary>How fast the weights follow the errors; default 0.1, 0 keeps the weights equal. At most 10.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Rolling window whose errors calibrate the band, and which is replayed before the first forecast; default 28 days, at least 7.</summary>
    public TimeSpan CalibrationWindow { get; init; } = TimeSpan.FromDays(28);

    /// <summary>The scale on which quantiles are averaged; default <see cref="ValueScale.Root"/>.</summary>
    public ValueScale Scale { get; init; } = ValueScale.Root;

    /// <summary>No quantile below this; default 0. Negative infinity for series that go negative, such as prices.</summary>
    public double MinValue { get; init; }

    /// <summary>No quantile above this; default infinite. The inverter's rating, for instance.</summary>
    public double MaxValue { get; init; } = double.PositiveInfinity;

    internal void Check()
    {
        Require.Within(LearningRate, 0, 10, "blend options");
        OptionCheck.AtLeast(CalibrationWindow, TimeSpan.FromDays(7));
        OptionCheck.Ordered(MinValue, MaxValue);
    }
}

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
        var maxRegret = double.NegativeInfinity;
        for (var expert = 0; expert < count; expert++)
        {
            maxRegret = speaks[expert] ? Math.Max(maxRegret, _regret[expert]) : maxRegret;
        }

        for (var expert = 0; expert < count; expert++)
        {
            weights[expert] = speaks[expert] ? Math.Exp(_regret[expert] - maxRegret) : 0;
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
