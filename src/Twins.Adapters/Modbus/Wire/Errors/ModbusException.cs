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
}
