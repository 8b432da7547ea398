using Twins.Grains.Devices.Setpoints;
using Twins.Commands;
using Twins.Points;
using Twins.Sites;

namespace Twins.Cluster.Tests.Devices.Setpoints;

public sealed class RecentCommandsTests
{
    [Fact]
    public void Add_BeyondCapacity_OldestEndedIsForgottenAndNoneUnderWay()
    {
        var recent = new RecentCommands();
        CommandTicket open = Ticket();
        recent.Add(open);
        CommandTicket firstEnded = Ended();
        recent.Add(firstEnded);

        for (int i = 0; i < RecentCommands.Capacity - 1; i++)
        {
            recent.Add(Ended());
        }

        Assert.Same(open, recent.Find(open.Outcome.Id));
        Assert.Null(recent.Find(firstEnded.Outcome.Id));
        Assert.Equal(1, recent.UnderWay);
    }

    private static CommandTicket Ended()
    {
        CommandTicket ticket = Ticket();
        ticket.Advance(ticket.Outcome.Then(CommandState.Verified, default));
        return ticket;
    }

    private static CommandTicket Ticket()
    {
        var request = new SetpointRequest(
            Guid.CreateVersion7(), "powerSetpoint", PointValue.FromNumber(1), null, CommandOrigin.Operator, "test", default(Timestamp));
        return new CommandTicket(
            CommandTransitions.Requested(new DeviceKey("test", "bess-1"), request), TicketPurpose.Command, request.Origin, request.Actor);
    }
}
