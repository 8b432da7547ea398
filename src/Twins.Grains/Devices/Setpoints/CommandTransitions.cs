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
    public static Command Requested(DeviceKey device, SetpointRequest request) => Command.From(device.ToString(), request);

    /// <summary>Whether nothing follows, but for the return to the safe value after <see cref="CommandState.Verified"/>.</summary>
    public static bool IsTerminal(CommandState state) => state is CommandState.Verified or CommandState.Rejected or CommandState.Failed
        or CommandState.TimedOut or CommandState.Superseded or CommandState.Expired or CommandState.Reverted;

    /// <summary>Refused before anything was sent.</summary>
    public static Command Reject(this Command outcome, Timestamp now, CommandRefusal refusal, string reason) => outcome.Refuse(now, refusal, reason);

    /// <summary>
    /// What a write made of it. The read-back decides: an acknowledgement that was lost is no failure, and one that was given is no success.
    /// </summary>
    public static Command Written(this Command outcome, WriteResult result, Timestamp now)
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

    private static Command Compared(this Command outcome, WriteResult result, Timestamp now)
    {
        Timestamp at = result.ReadBackAt ?? now;
        if (!result.Followed)
        {
            return outcome.Then(new CommandStage(
                CommandState.Failed, at, result.Reason ?? $"the device follows {Words(result.ReadBack)}, not {Words(outcome.Value)}", Value: result.ReadBack));
        }

        return outcome.Then(new CommandStage(
            CommandState.Verified,
            at,
            result.Reason ?? (result.AcknowledgedAt is null ? "the acknowledgement was lost; the read-back shows the value" : null),
            Value: result.ReadBack));
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
