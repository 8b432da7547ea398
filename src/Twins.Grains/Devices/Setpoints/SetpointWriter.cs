using System.Diagnostics.CodeAnalysis;
using Twins.Connections;
using Twins.Commands;
using Twins.Points;
using Twins.Readings;
using Twins.Sites;

namespace Twins.Grains.Devices.Setpoints;

/// <summary>
/// Sees one ticket through: stores what shall stand, has the adapter write and read back, and keeps or restores what stands after the
/// result. What may have reached the device stands until its end, so that it is reverted; what surely did not leaves no trace.
/// </summary>
internal sealed class SetpointWriter(DeviceKey device, DesiredStore desired, IAdapter adapter, ITwinContext twin, TimeProvider clock)
{
    private Timestamp Now => Timestamp.Now(clock);

    /// <summary>Never throws: the ticket ends at a terminal stage whatever happens.</summary>
    public async Task WriteAsync(SetpointSlot slot, CommandTicket ticket)
    {
        if (ticket.ValidUntil <= Now)
        {
            End(slot, ticket, ticket.Outcome.Then(CommandState.Expired, Now, "its validity ended before it could be sent"));
            return;
        }

        DesiredSetpoint? before = desired.Find(slot.Point.Key);
        if (!await TryStoreAsync(slot, ticket))
        {
            return;
        }

        Announce(slot, ticket);
        WriteResult result = await SendAsync(slot, ticket);
        slot.Report(result.ReadBack, result.ReadBackAt ?? Now);
        Command outcome = ticket.Outcome.Written(result, Now);
        await SettleAsync(slot, ticket, before, result, outcome);
        End(slot, ticket, outcome, result);
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever storage says, nothing was sent; the command ends with it.")]
    private async Task<bool> TryStoreAsync(SetpointSlot slot, CommandTicket ticket)
    {
        try
        {
            // A re-driven setpoint is stored already.
            if (ticket.Purpose != TicketPurpose.Redrive)
            {
                await desired.SetAsync(slot.Point.Key, Standing(slot, ticket));
            }

            return true;
        }
        catch (Exception exception)
        {
            End(slot, ticket, ticket.Outcome.Then(CommandState.Failed, Now, $"it could not be stored, and so was not sent: {exception.Message}"));
            return false;
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "An adapter that cannot be reached gives a result like one that fails.")]
    private async Task<WriteResult> SendAsync(SetpointSlot slot, CommandTicket ticket)
    {
        try
        {
            return await adapter.WriteAsync(
                new SetpointWrite(ticket.Outcome.Id, device.Device, slot.Point.Key, ticket.Value, ticket.ValidUntil - Now));
        }
        catch (LimitExceededException exception)
        {
            return WriteResult.NotSent(CommandRefusal.Busy, exception.Message);
        }
        catch (Exception exception)
        {
            return new WriteResult(
                WriteProgress.Sent, null, null, null, PointValue.None, Followed: false, exception.Message, CommandRefusal.None, Simulated: false);
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The device's state is known; what could not be stored is corrected by the next revert or re-drive.")]
    private async Task SettleAsync(SetpointSlot slot, CommandTicket ticket, DesiredSetpoint? before, WriteResult result, Command outcome)
    {
        bool verified = outcome.State == CommandState.Verified;
        bool refused = result.Progress is WriteProgress.NotSent or WriteProgress.Refused;

        // What the device refuses to be driven to again stays shown as a difference; what did not reach it is tried again.
        slot.NoteAttempt(
            settled: ticket.Purpose switch
            {
                TicketPurpose.Revert => verified,
                TicketPurpose.Redrive => outcome.State is CommandState.Verified or CommandState.Failed,
                _ => true,
            },
            Now);
        try
        {
            if (ticket.Purpose == TicketPurpose.Revert && verified)
            {
                await desired.SetAsync(slot.Point.Key, null);
            }
            else if (ticket.Purpose == TicketPurpose.Command && refused)
            {
                await desired.SetAsync(slot.Point.Key, before);
            }
        }
        catch (Exception)
        {
            GrainMetrics.FailedStores.Add(1);
        }
    }

    private static DesiredSetpoint Standing(SetpointSlot slot, CommandTicket ticket) => new(
        slot.Point.Key,
        ticket.Value.Type,
        ticket.Value.Bits,
        ticket.Value.Text,
        ticket.Outcome.Id,
        ticket.Actor,
        ticket.Origin,
        ticket.ValidUntil?.Microseconds,
        Reverting: ticket.Purpose == TicketPurpose.Revert);

    private void Announce(SetpointSlot slot, CommandTicket ticket)
    {
        if (ticket.Purpose == TicketPurpose.Command)
        {
            slot.Last = ticket.Outcome;
        }

        twin.PublishSetpoint(slot.Status(desired.Find(slot.Point.Key)), readBack: null);
    }

    private void End(SetpointSlot slot, CommandTicket ticket, Command outcome, WriteResult? result = null)
    {
        slot.Last = ticket.Purpose == TicketPurpose.Revert ? Reverted(slot, ticket, outcome) : outcome;
        ticket.Advance(outcome);
        twin.PublishSetpoint(slot.Status(desired.Find(slot.Point.Key)), result is { ReadBack.HasValue: true } ? ReadBack(slot, result) : null);
    }

    private Reading ReadBack(SetpointSlot slot, WriteResult result) => new(
        slot.Ordinal,
        result.ReadBack,
        Quality.Good,
        result.Simulated ? QualityReason.Simulated : QualityReason.None,
        result.ReadBackAt ?? Now,
        TimeSource.Gateway);

    // The command that ended says so itself: reverted is a stage of its life, once the safe value was read back.
    private static Command? Reverted(SetpointSlot slot, CommandTicket ticket, Command outcome)
    {
        if (outcome.State != CommandState.Verified)
        {
            return slot.Last;
        }

        Command ended = slot.Last is { } last && last.Id == ticket.Outcome.Id ? last : ticket.Outcome;
        return ended.Then(new CommandStage(
            CommandState.Reverted, outcome.Stages[^1].Time, "its validity ended; the device follows the safe value again", Value: outcome.ReadBack));
    }
}
