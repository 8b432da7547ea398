using System.Globalization;

namespace Twins.Adapters.Modbus.Wire;

/// <summary>The request was not accepted: as many as the queue holds are waiting already. Ask less often, or of fewer registers.</summary>
public sealed class ModbusBusyException : ModbusException
{
    /// <summary>Creates the error.</summary>
    /// <param name="endpoint">Host and port of the connection.</param>
    /// <param name="request">What was not accepted.</param>
    /// <param name="capacity">How many requests may wait.</param>
    public ModbusBusyException(string endpoint, ModbusRequest request, int capacity)
        : base(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{endpoint} was not asked for {request}: {capacity} requests are waiting, which is the limit."),
            request) =>
        Capacity = capacity;

    /// <summary>How many requests may wait.</summary>
    public int Capacity { get; }
}
