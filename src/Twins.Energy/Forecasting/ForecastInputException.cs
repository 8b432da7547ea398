namespace Twins.Energy.Forecasting;

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
