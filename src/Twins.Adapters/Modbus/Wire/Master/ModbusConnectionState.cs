namespace Twins.Adapters.Modbus.Wire;

/// <summary>Where a master's connection stands.</summary>
public enum ModbusConnectionState
{
    /// <summary>Not opened yet: the first request, or <see cref="IModbusMaster.ConnectAsync"/>, opens it.</summary>
    Idle,

    /// <summary>Being opened; requests wait for the outcome.</summary>
    Connecting,

    /// <summary>Open. It says nothing about whether the units behind it answer.</summary>
    Connected,

    /// <summary>Refused or lost, and waiting to be tried again; requests fail at once.</summary>
    WaitingToReconnect,

    /// <summary>Disposed of for good.</summary>
    Closed,
}
