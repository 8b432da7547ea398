using System.Globalization;

namespace Twins.Adapters.Modbus.Wire;

/// <summary>
/// The request was not sent: its unit left earlier requests unanswered (or its gateway waited for it in vain, exception 11) and
/// is given time, so that it does not hold up the other units of the connection.
/// </summary>
public sealed class ModbusUnitBackoffException : ModbusException
{
    /// <summary>Creates the error.</summary>
    /// <param name="endpoint">Host and port of the connection.</param>
    /// <param name="request">What would have been asked.</param>
    /// <param name="timeouts">How many requests in a row the unit left unanswered.</param>
    /// <param name="retryAt">When the next request to the unit is sent again.</param>
    public ModbusUnitBackoffException(string endpoint, ModbusRequest request, int timeouts, DateTimeOffset retryAt)
        : base(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{endpoint} was not asked for {request}: the unit left {timeouts} request(s) in a row unanswered and is tried again at {retryAt.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}."),
            request)
    {
        Timeouts = timeouts;
        RetryAt = retryAt;
    }

    /// <summary>How many requests in a row the unit left unanswered.</summary>
    public int Timeouts { get; }

    /// <summary>When the unit is asked again; in the past while that one request is under way.</summary>
    public DateTimeOffset RetryAt { get; }
}
