namespace Twins.Adapters.Modbus.Wire;

/// <summary>A change of a master's connection.</summary>
/// <param name="state">The state from now on.</param>
/// <param name="error">What ended or prevented the connection; <see langword="null"/> when the change is no fault.</param>
public sealed class ModbusConnectionStateChangedEventArgs(ModbusConnectionState state, ModbusException? error = null) : EventArgs
{
    /// <summary>The state from now on.</summary>
    public ModbusConnectionState State { get; } = state;

    /// <summary>What ended or prevented the connection; <see langword="null"/> when the change is no fault.</summary>
    public ModbusException? Error { get; } = error;
}
