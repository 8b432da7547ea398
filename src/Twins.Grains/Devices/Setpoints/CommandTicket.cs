using Twins.Commands;
using Twins.Points;

namespace Twins.Grains.Devices.Setpoints;

/// <summary>Why a write is made.</summary>
internal enum TicketPurpose
{
    /// <summary>Somebody asked.</summary>
    Command,

    /// <summary>The validity ended: back to the safe value.</summary>
    Revert,

    /// <summary>After a restart or a reconnection: what still stands is driven again.</summary>
    Redrive,
}

/// <summary>One command, revert or re-drive on its way; everybody who asks for its id waits for the same end.</summary>
internal sealed class CommandTicket(Command outcome, TicketPurpose purpose, CommandOrigin origin, string actor)
{
    private readonly TaskCompletionSource<Command> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TicketPurpose Purpose { get; } = purpose;

    public CommandOrigin Origin { get; } = origin;

    public string Actor { get; } = actor;

    /// <summary>The stages so far.</summary>
    public Command Outcome { get; private set; } = outcome;

    public Task<Command> Done => _done.Task;

    public PointValue Value => Outcome.Value;

    public Timestamp? ValidUntil => Outcome.ValidUntil;

    /// <summary>Takes the next stage; a terminal one releases those who wait.</summary>
    public void Advance(Command next)
    {
        Outcome = next;
        if (CommandTransitions.IsTerminal(next.State) && _done.TrySetResult(next))
        {
            GrainMetrics.Commands.Add(1, new KeyValuePair<string, object?>("state", next.State.ToString()));
        }
    }
}
