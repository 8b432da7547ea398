using System.Collections.Immutable;

namespace Twins.Connections;

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
/// <param name="Since">Since when, by the wall clock of today: a step of the clock moves it along.</param>
/// <param name="Requests">Requests sent.</param>
/// <param name="Failures">Requests that failed, time-outs included.</param>
/// <param name="LastError">The last failure in words; null when there was none.</param>
/// <param name="Simulated">Whether a simulated device stands at the endpoint: what is read there is no measurement.</param>
/// <param name="DroppedBatches">Batches of readings dropped because a twin took longer than the next batch.</param>
/// <param name="Messages">What was received, where devices report by themselves; null where they are polled.</param>
/// <param name="MissedPolls">Polls left out because earlier ones took longer than their period.</param>
/// <param name="LateAnswers">Answers that came after their request had timed out.</param>
/// <param name="MismatchedIds">Answers that did not carry the transaction or unit id of their request.</param>
/// <param name="SurplusBytes">Bytes after the end of an answer that belong to none.</param>
/// <param name="LastErrors">The last few errors, the newest first; default when there was none.</param>
[GenerateSerializer, Alias("twins.connection-status"), Immutable]
public sealed record ConnectionStatus(
    [property: Id(0)] string Connection,
    [property: Id(1)] string Protocol,
    [property: Id(2)] string Endpoint,
    [property: Id(3)] ConnectionState State,
    [property: Id(4)] Timestamp Since,
    [property: Id(5)] long Requests,
    [property: Id(6)] long Failures,
    [property: Id(7)] string? LastError,
    [property: Id(8)] bool Simulated,
    [property: Id(9)] long DroppedBatches,
    [property: Id(10)] MessageFigures? Messages = null,
    [property: Id(11)] long MissedPolls = 0,
    [property: Id(12)] long LateAnswers = 0,
    [property: Id(13)] long MismatchedIds = 0,
    [property: Id(14)] long SurplusBytes = 0,
    [property: Id(15)] ImmutableArray<ConnectionError> LastErrors = default);

/// <summary>Something that went wrong on a connection.</summary>
/// <param name="At">When.</param>
/// <param name="Message">What, in words.</param>
[GenerateSerializer, Alias("twins.connection-error"), Immutable]
public readonly record struct ConnectionError([property: Id(0)] Timestamp At, [property: Id(1)] string Message);
