namespace Twins.Adapters.Modbus.Wire;

/// <summary>State of a master's connection.</summary>
public enum ModbusConnectionState
{
    /// <summary>Not open: the first request, or <see cref="ModbusTcpMaster.ConnectAsync"/>, opens it, also after the device closed it while nothing was asked.</summary>
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

/// <summary>What a device sends that the protocol does not foresee, and that costs nothing but a count.</summary>
public enum ModbusIrregularity
{
    /// <summary>The answer to a request that had timed out.</summary>
    LateAnswer,

    /// <summary>An answer whose transaction or unit id is not that of the request.</summary>
    MismatchedId,

    /// <summary>Bytes after an answer that belong to none, or an answer given twice.</summary>
    SurplusBytes,
}

/// <summary>An irregularity on a master's connection.</summary>
/// <param name="kind">What it is.</param>
/// <param name="amount">Answers, or bytes.</param>
/// <param name="description">What came, in words.</param>
public sealed class ModbusIrregularityEventArgs(ModbusIrregularity kind, long amount, string description) : EventArgs
{
    /// <summary>What it is.</summary>
    public ModbusIrregularity Kind { get; } = kind;

    /// <summary>Answers, or bytes.</summary>
    public long Amount { get; } = amount;

    /// <summary>What came, in words.</summary>
    public string Description { get; } = description;
}
