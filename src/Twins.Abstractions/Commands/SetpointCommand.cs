using System.Collections.Immutable;
using Twins.Points;

namespace Twins.Commands;

/// <summary>Who or what asks for a change.</summary>
public enum CommandOrigin
{
    /// <summary>A person at the console.</summary>
    Operator,

    /// <summary>A client of the API or the SDK.</summary>
    ApiClient,

    /// <summary>The energy management system.</summary>
    EnergyManagement,

    /// <summary>The platform itself: revert at the end of validity, reconciliation.</summary>
    Platform,
}

/// <summary>A request to change a setpoint.</summary>
/// <param name="Id">UUIDv7, made where the request enters; also the idempotency key.</param>
/// <param name="Point">Key of the setpoint.</param>
/// <param name="Value">The value asked for, in the point's canonical unit.</param>
/// <param name="ValidFor">How long a leased setpoint holds; null takes the type's default. Positive.</param>
/// <param name="Origin">What kind of party asks.</param>
/// <param name="Actor">Who asks, in words for the audit.</param>
/// <param name="RequestedAt">When the request entered.</param>
[GenerateSerializer, Alias("twins.setpoint-request"), Immutable]
public sealed record SetpointRequest(
    [property: Id(0)] Guid Id,
    [property: Id(1)] string Point,
    [property: Id(2)] PointValue Value,
    [property: Id(3)] TimeSpan? ValidFor,
    [property: Id(4)] CommandOrigin Origin,
    [property: Id(5)] string Actor,
    [property: Id(6)] Timestamp RequestedAt);

/// <summary>One stage that a command reached.</summary>
/// <param name="State">The stage.</param>
/// <param name="Time">When.</param>
/// <param name="Reason">Why, or with what result; null where the state says it all.</param>
[GenerateSerializer, Alias("twins.command-stage"), Immutable]
public readonly record struct CommandStage(
    [property: Id(0)] CommandState State, [property: Id(1)] Timestamp Time, [property: Id(2)] string? Reason);

/// <summary>Why a command was refused before dispatch.</summary>
public enum CommandRefusal
{
    /// <summary>Not refused.</summary>
    None,

    /// <summary>The device is not known to its site.</summary>
    UnknownDevice,

    /// <summary>The device has no such setpoint.</summary>
    UnknownPoint,

    /// <summary>The value breaks a limit; the reason names limit, value and source.</summary>
    Limit,

    /// <summary>The device's connection does not work.</summary>
    Disconnected,

    /// <summary>Too many commands are under way for this device.</summary>
    Busy,
}

/// <summary>What became of a command so far. The last stage is the state.</summary>
/// <param name="Id">The command's id.</param>
/// <param name="Device">The device's key, <c>site/device</c>.</param>
/// <param name="Point">Key of the setpoint.</param>
/// <param name="State">The state reached.</param>
/// <param name="Refusal">Why it was refused before dispatch, if it was.</param>
/// <param name="Stages">Every stage with time and reason, in order.</param>
/// <param name="Requested">The value asked for, in the canonical unit.</param>
/// <param name="ReadBack">What the device says it follows; <see cref="PointValue.None"/> when it was not read back.</param>
/// <param name="ValidUntil">When a leased setpoint ends; null for latched ones.</param>
[GenerateSerializer, Alias("twins.command-outcome"), Immutable]
public sealed record CommandOutcome(
    [property: Id(0)] Guid Id,
    [property: Id(1)] string Device,
    [property: Id(2)] string Point,
    [property: Id(3)] CommandState State,
    [property: Id(4)] CommandRefusal Refusal,
    [property: Id(5)] ImmutableArray<CommandStage> Stages,
    [property: Id(6)] PointValue Requested,
    [property: Id(7)] PointValue ReadBack,
    [property: Id(8)] Timestamp? ValidUntil);
