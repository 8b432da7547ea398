using Twins.Model;
using Twins.Model.Points;

namespace Twins.Contracts.Adapters;

/// <summary>One field connection; its key is <c>site/connection</c>. Protocols derive their own interface, so that a reference names its grain class.</summary>
public interface IAdapter : IGrainWithStringKey
{
    /// <summary>Connects and polls; safe to call again. Keeps the adapter from idling out until <see cref="StopAsync"/>.</summary>
    Task StartAsync(CancellationToken cancellationToken = default);

    /// <summary>Disconnects.</summary>
    Task StopAsync(CancellationToken cancellationToken = default);

    /// <summary>Writes a setpoint to the device and reads it back. Failures are results.</summary>
    [AlwaysInterleave]
    Task<WriteResult> WriteAsync(SetpointWrite write, CancellationToken cancellationToken = default);

    /// <summary>State and counters of the connection.</summary>
    [AlwaysInterleave]
    Task<ConnectionStatus> GetStatusAsync(CancellationToken cancellationToken = default);
}

/// <summary>An adapter that speaks Modbus TCP.</summary>
public interface IModbusAdapter : IAdapter;

/// <summary>A setpoint to be written.</summary>
/// <param name="CommandId">The command it belongs to.</param>
/// <param name="Device">Key of the device within the site.</param>
/// <param name="Point">Key of the setpoint.</param>
/// <param name="Value">Value in the canonical unit.</param>
[GenerateSerializer, Alias("twins.setpoint-write"), Immutable]
public sealed record SetpointWrite(
    [property: Id(0)] Guid CommandId, [property: Id(1)] string Device, [property: Id(2)] string Point, [property: Id(3)] PointValue Value);

/// <summary>How far a write got.</summary>
public enum WriteProgress
{
    /// <summary>Nothing left for the device.</summary>
    NotSent,

    /// <summary>Sent, but neither acknowledgement nor read-back came.</summary>
    Sent,

    /// <summary>The device refused it.</summary>
    Refused,

    /// <summary>The device acknowledged it, but it could not be read back.</summary>
    Acknowledged,

    /// <summary>Read back; the value says what the device follows.</summary>
    ReadBack,
}

/// <summary>What became of a write. Times are null for stages not reached.</summary>
/// <param name="Progress">How far it got.</param>
/// <param name="SentAt">When it left.</param>
/// <param name="AcknowledgedAt">When the device accepted it; null also when the acknowledgement was lost and the read-back decided.</param>
/// <param name="ReadBackAt">When it was read back.</param>
/// <param name="ReadBack">What the device follows.</param>
/// <param name="Followed">Whether the read-back is within the described tolerance of what was asked.</param>
/// <param name="Reason">Why it got no further; null on success.</param>
[GenerateSerializer, Alias("twins.write-result"), Immutable]
public sealed record WriteResult(
    [property: Id(0)] WriteProgress Progress,
    [property: Id(1)] Timestamp? SentAt,
    [property: Id(2)] Timestamp? AcknowledgedAt,
    [property: Id(3)] Timestamp? ReadBackAt,
    [property: Id(4)] PointValue ReadBack,
    [property: Id(5)] bool Followed,
    [property: Id(6)] string? Reason);

/// <summary>State of a field connection.</summary>
public enum ConnectionState
{
    /// <summary>Not started.</summary>
    Stopped,

    /// <summary>Trying to connect.</summary>
    Connecting,

    /// <summary>Connected.</summary>
    Connected,

    /// <summary>Waiting before the next attempt.</summary>
    BackingOff,
}

/// <summary>State and counters of a field connection since its start.</summary>
/// <param name="Connection">Key within the site.</param>
/// <param name="Protocol">Protocol, such as <c>Modbus TCP</c>.</param>
/// <param name="Endpoint">Where it connects to.</param>
/// <param name="State">State.</param>
/// <param name="Since">Since when.</param>
/// <param name="Requests">Requests sent.</param>
/// <param name="Failures">Requests that failed, time-outs included.</param>
/// <param name="LastError">The last failure in words; null when there was none.</param>
[GenerateSerializer, Alias("twins.connection-status"), Immutable]
public sealed record ConnectionStatus(
    [property: Id(0)] string Connection,
    [property: Id(1)] string Protocol,
    [property: Id(2)] string Endpoint,
    [property: Id(3)] ConnectionState State,
    [property: Id(4)] Timestamp Since,
    [property: Id(5)] long Requests,
    [property: Id(6)] long Failures,
    [property: Id(7)] string? LastError);
