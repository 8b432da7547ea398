using System.Collections.Immutable;
using Twins.Commands;

namespace Twins.OperatorConsole.Commands;

/// <summary>How a step of a command stands.</summary>
public enum StepState
{
    /// <summary>Not reached yet.</summary>
    Pending,

    /// <summary>Under way.</summary>
    Current,

    /// <summary>Reached.</summary>
    Done,

    /// <summary>Here the command ended badly.</summary>
    Failed,

    /// <summary>Will not be reached, or was passed over.</summary>
    Skipped,
}

/// <summary>One step of a command.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">How it stands.</param>
/// <param name="Time">When it was reached; null when it was not.</param>
/// <param name="Reason">What the twin said about it.</param>
public sealed record CommandStep(string Name, StepState State, Timestamp? Time, string? Reason);

/// <summary>The path of a command as the operator sees it: requested → sent → acknowledged → verified, or where and why it ended.</summary>
public static class CommandSteps
{
    private static readonly (CommandState State, string Name)[] Path =
    [
        (CommandState.Requested, "requested"),
        (CommandState.Sent, "sent"),
        (CommandState.Acknowledged, "acknowledged"),
        (CommandState.Verified, "verified by read-back"),
    ];

    /// <summary>The steps of an outcome; null when the twin has not answered yet.</summary>
    public static ImmutableArray<CommandStep> Of(Command? outcome)
    {
        var stages = outcome?.Stages.IsDefault == false ? outcome.Stages : [];
        var ended = outcome is not null && IsBadEnd(outcome.State);
        var good = outcome?.State == CommandState.Verified;
        var steps = ImmutableArray.CreateBuilder<CommandStep>();
        var current = false;
        foreach (var (state, name) in Path)
        {
            CommandStage? stage = stages.Where(s => s.State == state).Select(s => (CommandStage?)s).FirstOrDefault();
            // A lost acknowledgement is no failure: when the read-back decided, the step is passed over.
            var step = stage is not null || (state == CommandState.Requested && outcome is not null) ? StepState.Done
                : ended || good ? StepState.Skipped
                : current ? StepState.Pending
                : StepState.Current;
            current |= step == StepState.Current;
            steps.Add(new(name, step, stage?.Time, stage?.Reason));
        }
        if (ended)
        {
            var last = stages.LastOrDefault(stage => stage.State == outcome!.State);
            steps.Add(new(EndName(outcome!.State), StepState.Failed, last.Time == default ? null : last.Time, last.Reason));
        }
        return steps.ToImmutable();
    }

    /// <summary>Whether a command ended without its setpoint being in force.</summary>
    public static bool IsBadEnd(CommandState state) => state is CommandState.Rejected or CommandState.Failed or CommandState.TimedOut
        or CommandState.Superseded or CommandState.Expired or CommandState.Reverted;

    /// <summary>An end in words.</summary>
    public static string EndName(CommandState state) => state switch
    {
        CommandState.Rejected => "refused, nothing was sent",
        CommandState.Failed => "failed",
        CommandState.TimedOut => "timed out: not certain what the device does",
        CommandState.Superseded => "superseded by a later command",
        CommandState.Expired => "expired before it was sent",
        CommandState.Reverted => "reverted to the safe value",
        _ => state.ToString().ToLowerInvariant(),
    };
}
