using Twins.Energy.Physics;

namespace Twins.Energy.Forecasting;

/// <summary>
/// Linear quantile regression on lags, calendar and known inputs, learnt from what would have been known at past origins and
/// calibrated on its own latest errors. Serves loads, prices and, with the clear sky as an input, photovoltaics.
/// </summary>
public sealed class RegressionForecaster : IForecaster
{
    /// <summary>Days of history before a step is learnt from, so that its lags mean something.</summary>
    private const int DaysOfLags = 7;

    private readonly RegressionForecasterOptions _options;
    private QuantileModel? _model;
    private ConformalBand? _calibration;
    private IssuedForecast? _issued;
    private DateTimeOffset _learntAt;

    /// <summary>A forecaster for one series.</summary>
    /// <param name="options">How it learns; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public RegressionForecaster(RegressionForecasterOptions? options = null)
    {
        _options = options ?? new();
        _options.Check();
    }

    /// <inheritdoc/>
    public string Method => "quantile regression";

    /// <inheritdoc/>
    public int DaysNeeded => 21;

    /// <inheritdoc/>
    public QuantileForecast Forecast(ForecastRequest request)
    {
        HistoryCheck.LongEnough(request.History, DaysNeeded);
        var table = new FeatureTable(request, _options.Scale);
        Learn(request, table);
        var forecast = new QuantileBuffer(request.Steps);
        var bands = Bands(_model!, table, request.History.Count, request.Steps);
        for (var step = 0; step < request.Steps; step++)
        {
            var band = request.IsIdle(request.History.Count + step) ? default : _calibration!.Apply(bands[step]);
            forecast.Set(step, Bounded(band.P10), Bounded(band.P50), Bounded(band.P90));
        }

        if (_issued is null || request.History.End >= _issued.End)
        {
            _issued = new(request.History.End, request.History.Step, bands);
        }

        return forecast.ToForecast(Method, request.History);
    }

    private void Learn(ForecastRequest request, FeatureTable table)
    {
        var history = request.History;
        if (_calibration is null)
        {
            _calibration = new((int)(_options.CalibrationWindow / history.Step));
            Rehearse(request, table);
        }
        else if (_issued is not null && history.End >= _issued.End)
        {
            _issued.Compare(request, _options.Scale, _calibration);
        }

        if (_model is null || history.End - _learntAt >= _options.RelearnAfter)
        {
            _model = Fit(request, table, history.Count);
            _learntAt = history.End;
        }
    }

    /// <summary>Before the first forecast: learns without the last weeks and forecasts them, which gives the first errors.</summary>
    private void Rehearse(ForecastRequest request, FeatureTable table)
    {
        var history = request.History;
        var day = history.StepsPerDay;
        var days = Math.Min((int)_options.CalibrationWindow.TotalDays, (history.Count / day) - DaysOfLags - 7);
        var model = Fit(request, table, history.Count - (days * day));
        for (var back = days; back > 0; back--)
        {
            var origin = history.Count - (back * day);
            var bands = Bands(model, table, origin, Math.Min(day, request.Steps));
            new IssuedForecast(history.TimeAt(origin), history.Step, bands).Compare(request, _options.Scale, _calibration!);
        }
    }

    private QuantileModel Fit(ForecastRequest request, FeatureTable table, int end)
    {
        var design = Collect(request, table, end, withFilled: false);

        // Half a year of gaps, or a polar night: rather learn from what stands in for the values than from nothing.
        design = design.Count > 0 ? design : Collect(request, table, end, withFilled: true);
        return QuantileModel.Fit(design, _options.Penalty);
    }

    private Design Collect(ForecastRequest request, FeatureTable table, int end, bool withFilled)
    {
        var step = request.History.Step;
        var day = request.History.StepsPerDay;
        var design = new Design(table.Width);
        var first = Math.Max(DaysOfLags * day, end - (int)(_options.LearntHistory / step));
        for (var origin = end - day; origin >= first; origin -= day)
        {
            var weight = Math.Pow(0.5, (end - origin) * step / _options.HalfLife);
            for (var target = origin; target < Math.Min(end, origin + request.Steps); target++)
            {
                if (withFilled || request.IsTarget(target))
                {
                    table.Write(origin, target, design.Add(table.Known(target), weight));
                }
            }
        }

        return design;
    }

    private static Band[] Bands(QuantileModel model, FeatureTable table, int origin, int steps)
    {
        var bands = new Band[steps];
        Span<double> row = stackalloc double[table.Width];
        for (var step = 0; step < steps; step++)
        {
            table.Write(origin, origin + step, row);
            bands[step] = model.At(row);
        }

        return bands;
    }

    private double Bounded(double value) => Math.Clamp(_options.Scale.From(value), _options.MinValue, _options.MaxValue);
}

/// <summary>How a <see cref="RegressionForecaster"/> learns. The defaults suit loads, photovoltaics and prices alike.</summary>
public sealed record RegressionForecasterOptions
{
    /// <summary>How much of the history is learnt from; default 182 days. At least 28 days.</summary>
    public TimeSpan LearntHistory { get; init; } = TimeSpan.FromDays(182);

    /// <summary>Age at which a past step counts half; default 60 days.</summary>
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromDays(60);

    /// <summary>Coefficients are estimated again when the history has grown by this; default 7 days. Zero estimates them at every call.</summary>
    public TimeSpan RelearnAfter { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Rolling window whose errors calibrate the band; default 28 days.</summary>
    public TimeSpan CalibrationWindow { get; init; } = TimeSpan.FromDays(28);

    /// <summary>Ridge penalty on standardised coefficients; default 0.01.</summary>
    public double Penalty { get; init; } = 0.01;

    /// <summary>The scale on which it learns; default <see cref="ValueScale.Root"/>.</summary>
    public ValueScale Scale { get; init; } = ValueScale.Root;

    /// <summary>No quantile below this; default 0. Negative infinity for series that go negative, such as prices.</summary>
    public double MinValue { get; init; }

    /// <summary>No quantile above this; default infinite. The inverter's rating, for instance.</summary>
    public double MaxValue { get; init; } = double.PositiveInfinity;

    internal void Check()
    {
        OptionCheck.AtLeast(LearntHistory, TimeSpan.FromDays(28));
        OptionCheck.AtLeast(HalfLife, TimeSpan.FromDays(1));
        OptionCheck.AtLeast(RelearnAfter, TimeSpan.Zero);
        OptionCheck.AtLeast(CalibrationWindow, TimeSpan.FromDays(7));
        Require.NotNegative(Penalty, "regression options");
        OptionCheck.Ordered(MinValue, MaxValue);
    }
}

/// <summary>A forecast as it was before calibration, on the scale it was made on, kept until its values have come.</summary>
internal sealed class IssuedForecast(DateTimeOffset start, TimeSpan step, Band[] bands)
{
    public DateTimeOffset Start => start;

    public DateTimeOffset End => start + (bands.Length * step);

    public Band[] Bands => bands;

    public void Compare(ForecastRequest request, ValueScale scale, ConformalBand calibration)
    {
        var first = request.History.IndexOf(start);
        for (var index = Math.Max(0, -first); index < bands.Length; index++)
        {
            if (request.IsTarget(first + index))
            {
                calibration.Add(bands[index], scale.To(request.History.Values[first + index]));
            }
        }
    }
}
