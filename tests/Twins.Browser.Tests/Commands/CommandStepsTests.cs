using Twins.Commands;
using Twins.Points;
using Twins.OperatorConsole.Commands;

namespace Twins.OperatorConsole.Tests.Commands;

public sealed class CommandStepsTests
{
    [Fact]
    public void Of_NothingHeardYet_IsWaitingAtTheFirstStep() => Assert.Equal(
        [StepState.Current, StepState.Pending, StepState.Pending, StepState.Pending], States(null));

    [Fact]
    public void Of_Sent_IsWaitingForTheAcknowledgement() => Assert.Equal(
        [StepState.Done, StepState.Done, StepState.Current, StepState.Pending], States(Outcome(CommandState.Requested, CommandState.Sent)));

    [Fact]
    public void Of_Verified_IsDoneThroughout() => Assert.Equal(
        [StepState.Done, StepState.Done, StepState.Done, StepState.Done],
        States(Outcome(CommandState.Requested, CommandState.Sent, CommandState.Acknowledged, CommandState.Verified)));

    [Fact]
    public void Of_VerifiedWithALostAcknowledgement_PassesItOver() => Assert.Equal(
        [StepState.Done, StepState.Done, StepState.Skipped, StepState.Done],
        States(Outcome(CommandState.Requested, CommandState.Sent, CommandState.Verified)));

    [Fact]
    public void Of_Rejected_EndsWithTheReasonAndReachesNothingElse()
    {
        var steps = CommandSteps.Of(Outcome(CommandState.Requested, CommandState.Rejected));
        Assert.Equal([StepState.Done, StepState.Skipped, StepState.Skipped, StepState.Skipped, StepState.Failed], steps.Select(step => step.State));
        Assert.Equal("refused, nothing was sent", steps[^1].Name);
        Assert.Equal("because of Rejected", steps[^1].Reason);
    }

    [Theory]
    [InlineData(CommandState.Failed)]
    [InlineData(CommandState.TimedOut)]
    [InlineData(CommandState.Superseded)]
    public void Of_BadEndAfterSending_KeepsWhatWasReached(CommandState end)
    {
        var steps = CommandSteps.Of(Outcome(CommandState.Requested, CommandState.Sent, end));
        Assert.Equal(StepState.Done, steps[1].State);
        Assert.Equal(StepState.Failed, steps[^1].State);
        Assert.True(CommandSteps.IsBadEnd(end));
    }

    private static IEnumerable<StepState> States(Command? outcome) => CommandSteps.Of(outcome).Select(step => step.State);

    private static Command Outcome(params CommandState[] reached) => new(
        Guid.Empty, "site/device", "powerSetpoint", PointValue.FromNumber(1), null, null, CommandOrigin.Operator, "test", reached[^1], CommandRefusal.None,
        [.. reached.Select((state, index) => new CommandStage(state, new Timestamp(index + 1), $"because of {state}"))]);
}
