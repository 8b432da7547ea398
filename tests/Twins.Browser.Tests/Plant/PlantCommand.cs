using System.Collections.Immutable;
using Twins.Commands;
using Twins.Points;

namespace Twins.OperatorConsole.Tests.Plant;

/// <summary>A command at a plant's device, moved on by the test.</summary>
public sealed class PlantCommand(PlantDevice device, SetpointRequest request, TimeProvider clock)
{
    private ImmutableArray<CommandStage> _stages = [];

    public CommandOutcome Reach(CommandState state, string? reason = null, CommandRefusal refusal = CommandRefusal.None)
    {
        _stages = _stages.Add(new(state, Timestamp.Now(clock), reason));
        var readBack = state == CommandState.Verified ? request.Value : PointValue.None;
        Timestamp? until = request.ValidFor is { } validFor ? request.RequestedAt + validFor : null;
        var outcome = new CommandOutcome(
            request.Id, device.Definition.Key.ToString(), request.Point, state, refusal, _stages, request.Value, readBack, until);
        device.Note(outcome);
        return outcome;
    }

    /// <summary>Sent, acknowledged, read back; the device follows.</summary>
    public CommandOutcome Verify()
    {
        Reach(CommandState.Sent);
        Reach(CommandState.Acknowledged);
        var outcome = Reach(CommandState.Verified);
        device.Follow(request, outcome);
        return outcome;
    }
}
