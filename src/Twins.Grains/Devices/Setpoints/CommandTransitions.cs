using System.Globalization;
using Twins.Connections;
using Twins.Commands;
using Twins.Points;
using Twins.Sites;

namespace Twins.Grains.Devices.Setpoints;

/// <summary>How a command goes from stage to stage (DESIGN section 7). Pure: each step gives a new outcome.</summary>
internal static class CommandTransitions
{
    /// <summary>The first stage: the request as it entered.</summary>
    public static CommandOutcome Requested(DeviceKey device, SetpointRequest request) => new(
        request.Id,
        device.ToString(),
        request.Point,
        CommandState.Requested,
        CommandRefusal.None,
        [new CommandStage(CommandState.Requested, request.RequestedAt, null)],
        request.Value,
        PointValue.None,
        ValidUntil: null);

    /// <summary>Whether nothing follows, but for the return to the safe value after <see cref="CommandState.Verified"/>.</summary>
    public static bool IsTerminal(CommandState state) => state is CommandState.Verified or CommandState.Rejected or CommandState.Failed
        or CommandState.TimedOut or CommandState.Superseded or CommandState.Expired or CommandState.Reverted;

    /// <summary>A further stage.</summary>
    public static CommandOutcome Then(this CommandOutcome outcome, CommandState state, Timestamp time, string? reason = null) =>
        outcome with { State = state, Stages = outcome.Stages.Add(new CommandStage(state, time, reason)) };

    /// <summary>Refused before anything was sent.</summary>
    public static CommandOutcome Reject(this CommandOutcome outcome, Timestamp now, CommandRefusal refusal, string reason) =>
        outcome.Then(CommandState.Rejected, now, reason) with { Refusal = refusal };

    /// <summary>
    /// What a write made of it. The read-back decides: an acknowledgement that was lost is no failure, and one that was given is no success.
    /// </summary>
    public static CommandOutcome Written(this CommandOutcome outcome, WriteResult result, Timestamp now)
    {
        if (result.Progress == WriteProgress.NotSent)
        {
            return outcome.Reject(now, result.Refusal, result.Reason ?? "nothing was sent");
        }

        outcome = outcome.Then(CommandState.Sent, result.SentAt ?? now);
        if (result.AcknowledgedAt is { } acknowledged)
        {
            outcome = outcome.Then(CommandState.Acknowledged, acknowledged);
        }

        return result.Progress switch
        {
            WriteProgress.Refused => outcome.Then(CommandState.Failed, now, result.Reason),
            WriteProgress.ReadBack => outcome.Compared(result, now),
            _ => outcome.Then(CommandState.TimedOut, now, result.Reason),
        };
    }

    private static CommandOutcome Compared(this CommandOutcome outcome, WriteResult result, Timestamp now)
    {
        outcome = outcome with { ReadBack = result.ReadBack };
        Timestamp at = result.ReadBackAt ?? now;
        if (!result.Followed)
        {
            return outcome.Then(
                CommandState.Failed, at, result.Reason ?? $"the device follows {Words(result.ReadBack)}, not {Words(outcome.Requested)}");
        }

        return outcome.Then(
            CommandState.Verified, at, result.Reason ?? (result.AcknowledgedAt is null ? "the acknowledgement was lost; the read-back shows the value" : null));
    }

    private static string Words(PointValue value) => value.Type switch
    {
        PointValueType.Number => value.Number.ToString("G6", CultureInfo.InvariantCulture),
        PointValueType.Flag => value.Flag ? "on" : "off",
        PointValueType.Enum => value.EnumCode.ToString(CultureInfo.InvariantCulture),
        PointValueType.Text => $"'{value.Text}'",
        _ => value.HasValue ? value.Type.ToString() : "no value",
    };
}
