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
