using System.Collections.Immutable;
using Twins.Points;

namespace Twins.Commands;

/// <summary>Why a command was refused before anything was sent.</summary>
public enum CommandRefusal
{
    /// <summary>Not refused.</summary>
    None,

    /// <summary>The device is not known to its site.</summary>
    UnknownDevice,

    /// <summary>The device has no such setpoint.</summary>
    UnknownPoint,

    /// <summary>The value or the validity breaks a limit; the reason names limit, value and source.</summary>
    Limit,

    /// <summary>The device's connection does not work.</summary>
    Disconnected,

    /// <summary>Too many commands are in progress for this device.</summary>
    Busy,

    /// <summary>It could not be stored, and so was not sent. Worth asking again later.</summary>
    Storage,

    /// <summary>The id belongs to another request: other device, point, value or validity. Nothing was changed or sent.</summary>
    Conflict,

    /// <summary>Someone else has selected the setpoint; the reason names them.</summary>
    Selected,
}

/// <summary>One stage that a command reached.</summary>
/// <param name="State">The stage.</param>
/// <param name="Time">When, by the wall clock.</param>
/// <param name="Reason">Why, or with what result; null where the state says it all.</param>
/// <param name="Actor">Who brought it about, such as <c>platform</c> for a revert; null for the command's own actor.</param>
/// <param name="Value">
/// What the device said it follows at this stage, in the canonical unit; <see cref="PointValue.None"/> where it said nothing.
/// </param>
[GenerateSerializer, Alias("twins.command-stage"), Immutable]
public readonly record struct CommandStage(
    [property: Id(0)] CommandState State,
    [property: Id(1)] Timestamp Time,
    [property: Id(2)] string? Reason = null,
    [property: Id(3)] string? Actor = null,
    [property: Id(4)] PointValue Value = default);

/// <summary>A command as it stands: what was asked, and every stage that it reached. This record is the truth, and is stored as such.</summary>
/// <param name="Id">The command's id, and its idempotency key.</param>
/// <param name="Device">The device's key, <c>site/device</c>.</param>
/// <param name="Point">Key of the setpoint.</param>
/// <param name="Value">The value asked for, in the canonical unit.</param>
/// <param name="ValidFor">How long it was asked to hold; null for the type's default, and for latched setpoints.</param>
/// <param name="ValidUntil">When a leased setpoint ends, by the wall clock; null for latched ones, and for what was refused.</param>
/// <param name="Origin">What kind of party asked.</param>
/// <param name="Actor">Who asked, in words for the audit.</param>
/// <param name="State">The state of the last stage.</param>
/// <param name="Refusal">Why it was refused before anything was sent, if it was.</param>
/// <param name="Stages">Every stage in order; never empty.</param>
[GenerateSerializer, Alias("twins.command"), Immutable]
public sealed record Command(
    [property: Id(0)] Guid Id,
    [property: Id(1)] string Device,
    [property: Id(2)] string Point,
    [property: Id(3)] PointValue Value,
    [property: Id(4)] TimeSpan? ValidFor,
    [property: Id(5)] Timestamp? ValidUntil,
    [property: Id(6)] CommandOrigin Origin,
    [property: Id(7)] string Actor,
    [property: Id(8)] CommandState State,
    [property: Id(9)] CommandRefusal Refusal,
    [property: Id(10)] ImmutableArray<CommandStage> Stages)
{
    /// <summary>When the request entered.</summary>
    public Timestamp RequestedAt => Stages[0].Time;

    /// <summary>Why the command is in its state; null where the state says it all.</summary>
    public string? Reason => Stages[^1].Reason;

    /// <summary>What the device last said it follows; <see cref="PointValue.None"/> when it was not read back.</summary>
    public PointValue ReadBack => Stages.LastOrDefault(stage => stage.Value.HasValue).Value;

    /// <summary>A command as it enters.</summary>
    /// <param name="device">The device's key, <c>site/device</c>.</param>
    /// <param name="request">What is asked.</param>
    public static Command From(string device, SetpointRequest request) => new(
        request.Id,
        device,
        request.Point,
        request.Value,
        request.ValidFor,
        ValidUntil: null,
        request.Origin,
        request.Actor,
        CommandState.Requested,
        CommandRefusal.None,
        [new CommandStage(CommandState.Requested, request.RequestedAt)]);

    /// <summary>The command with a further stage.</summary>
    /// <param name="stage">The stage.</param>
    public Command Then(in CommandStage stage) => this with { State = stage.State, Stages = Stages.Add(stage) };

    /// <summary>The command with a further stage.</summary>
    /// <param name="state">The stage.</param>
    /// <param name="time">When.</param>
    /// <param name="reason">Why; null where the state says it all.</param>
    public Command Then(CommandState state, Timestamp time, string? reason = null) => Then(new CommandStage(state, time, reason));

    /// <summary>The command, refused before anything was sent.</summary>
    /// <param name="time">When.</param>
    /// <param name="refusal">Why.</param>
    /// <param name="reason">Why, in words.</param>
    public Command Refuse(Timestamp time, CommandRefusal refusal, string reason) =>
        Then(CommandState.Rejected, time, reason) with { Refusal = refusal };
}
