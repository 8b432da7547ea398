using System.Collections.Immutable;
using Twins.Energy.Forecasting.Regression;
using Twins.Energy.Forecasting.Selection;
using Twins.Energy.Forecasting.Series;

namespace Twins.Energy.Forecasting.Blending;

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

    /// <summary>Learns from what has come since, and averages what the experts now say; on the scale, before calibration.</summary>
    private Band[] Mix(ForecastRequest request, ConformalBand calibration)
    {
        if (_panel.TakeCome(request.History) is { } come)
        {
            _issued!.Compare(request, _options.Scale, calibration);
            BlendOutcome.Of(request, _issued, come, _options.Scale).Teach(_weights);
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

    private double Bounded(double value) => Math.Clamp(_options.Scale.From(value), _options.Lowest, _options.Highest);
}
