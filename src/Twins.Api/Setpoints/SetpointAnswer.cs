using Twins.Api.Json;
using Twins.Commands;
using Twins.Points;

namespace Twins.Api.Setpoints;

/// <summary>What became of a setpoint so far; <c>state</c> is the last stage.</summary>
/// <param name="Id">The command's id.</param>
/// <param name="Device">The device, <c>site/device</c>.</param>
/// <param name="Point">Key of the setpoint.</param>
/// <param name="State">The state reached; <c>verified</c> is the good end.</param>
/// <param name="Stages">Every stage in order.</param>
/// <param name="Requested">The value asked for, in the canonical unit.</param>
/// <param name="ReadBack">What the device says it follows, in the canonical unit; null when it was not read back.</param>
/// <param name="Unit">Symbol of the canonical unit; null for what is no number.</param>
/// <param name="ValidUntil">When it ends; null when it stays until changed.</param>
internal sealed record SetpointAnswer(
    Guid Id,
    string Device,
    string Point,
    CommandState State,
    IReadOnlyList<StageAnswer> Stages,
    PointJsonValue Requested,
    PointJsonValue ReadBack,
    string? Unit,
    Timestamp? ValidUntil)
{
    /// <summary>The answer for a command's outcome.</summary>
    public static SetpointAnswer From(PointDefinition point, Command outcome) => new(
        outcome.Id,
        outcome.Device,
        outcome.Point,
        outcome.State,
        [.. outcome.Stages.Select(stage => new StageAnswer(stage.State, stage.Time, stage.Reason))],
        new PointJsonValue(outcome.Value, point),
        new PointJsonValue(outcome.ReadBack, point),
        point.Unit?.Symbol,
        outcome.ValidUntil);
}

/// <summary>One stage that a command reached.</summary>
/// <param name="State">The stage.</param>
/// <param name="Time">When.</param>
/// <param name="Reason">Why, or with what result; null where the state says it all.</param>
internal sealed record StageAnswer(CommandState State, Timestamp Time, string? Reason);
