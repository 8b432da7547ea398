using Twins.Devices;
using Twins.Commands;
using Twins.Points;

namespace Twins.Grains.Devices.Setpoints;

/// <summary>What is under way and known of one setpoint: at most one write under way and one waiting; a later one takes the waiting one's place.</summary>
internal sealed class SetpointSlot(int ordinal, PointDefinition point)
{
    public int Ordinal { get; } = ordinal;

    public PointDefinition Point { get; } = point;

    public bool Busy { get; set; }

    public CommandTicket? Waiting { get; private set; }

    /// <summary>The last command, with its stages.</summary>
    public Command? Last { get; set; }

    public PointValue Reported { get; private set; }

    public Timestamp? ReportedAt { get; private set; }

    /// <summary>Attempts in a row to revert or to drive again that did not succeed.</summary>
    public int FailedAttempts { get; private set; }

    /// <summary>When that is tried again; null when none failed.</summary>
    public Timestamp? RetryAt { get; set; }

    /// <summary>Takes note of an attempt to revert or to drive again.</summary>
    public void NoteAttempt(bool settled, Timestamp now)
    {
        FailedAttempts = settled ? 0 : FailedAttempts + 1;
        RetryAt = settled ? null : now + RetryBackoff.After(FailedAttempts);
    }

    /// <summary>Puts a ticket in the waiting place; the one it displaces is superseded.</summary>
    public void Queue(CommandTicket ticket, Timestamp now)
    {
        Waiting?.Advance(Waiting.Outcome.Then(CommandState.Superseded, now, "a later command for the same setpoint took its place"));
        Waiting = ticket;
    }

    public CommandTicket? TakeWaiting()
    {
        (CommandTicket? ticket, Waiting) = (Waiting, null);
        return ticket;
    }

    public void Report(PointValue value, Timestamp at)
    {
        if (value.HasValue)
        {
            (Reported, ReportedAt) = (value, at);
        }
    }

    public SetpointStatus Status(DesiredSetpoint? desired) => new(
        Ordinal,
        desired?.Value() ?? PointValue.None,
        desired?.Actor,
        desired?.ValidUntil(),
        Reported,
        ReportedAt,
        Last);
}
