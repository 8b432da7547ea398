using System.Globalization;

namespace Twins.Adapters.Modbus.Wire;

/// <summary>The request was sent and not answered in time. Whether the device carried it out is unknown.</summary>
public sealed class ModbusTimeoutException : ModbusException
{
    /// <summary>Creates the error.</summary>
    /// <param name="endpoint">Host and port of the device.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="timeout">How long the answer was waited for.</param>
    public ModbusTimeoutException(string endpoint, ModbusRequest request, TimeSpan timeout)
        : base(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{endpoint} did not answer {request} within {timeout.TotalMilliseconds} ms."),
            request)
    {
        Timeout = timeout;
        WasSent = true;
    }

    /// <summary>How long the answer was waited for.</summary>
    public TimeSpan Timeout { get; }
}
