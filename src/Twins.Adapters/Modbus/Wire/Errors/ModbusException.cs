namespace Twins.Adapters.Modbus.Wire;

/// <summary>
/// A Modbus request that came to no good end. The derived types say who is at fault: the device
/// (<see cref="ModbusDeviceException"/>, <see cref="ModbusProtocolException"/>), the device or the way to it
/// (<see cref="ModbusTimeoutException"/>, <see cref="ModbusUnitBackoffException"/>, <see cref="ModbusConnectionException"/>)
/// or the load put on the connection (<see cref="ModbusBusyException"/>). A wrong argument is an
/// <see cref="ArgumentOutOfRangeException"/> and none of these.
/// </summary>
public abstract class ModbusException : Exception
{
    private protected ModbusException(string message, ModbusRequest? request, Exception? innerException = null)
        : base(message, innerException) => Request = request;

    /// <summary>What was asked; <see langword="null"/> when the error concerns the connection and no request in particular.</summary>
    public ModbusRequest? Request { get; }

    /// <summary>
    /// Whether bytes of the request were handed to the network: then the device may have carried it out, whatever the error. The transport knows;
    /// it is never inferred from the kind of the error.
    /// </summary>
    public bool WasSent { get; internal set; }

    /// <summary>The error as that of a step before a write: of the write itself nothing was sent.</summary>
    internal ModbusException AsNotSent()
    {
        WasSent = false;
        return this;
    }
}
