using Twins.Commands;
using Twins.Points;

namespace Twins.OperatorConsole.Tests.Plant;

/// <summary>A command at a plant's device, moved on by the test.</summary>
public sealed class PlantCommand(PlantDevice device, SetpointRequest request, TimeProvider clock)
{
    private Command _command = Command.From(device.Definition.Key.ToString(), request);

    public Command Reach(CommandState state, string? reason = null, CommandRefusal refusal = CommandRefusal.None)
    {
        var readBack = state == CommandState.Verified ? request.Value : PointValue.None;
        Timestamp? until = request.ValidFor is { } validFor ? request.RequestedAt + validFor : null;
        _command = _command.Then(new CommandStage(state, Timestamp.Now(clock), reason, Value: readBack)) with { Refusal = refusal, ValidUntil = until };
        device.Note(_command);
        return _command;
    }

    /// <summary>Sent, acknowledged, read back; the device follows.</summary>
    public Command Verify()
    {
        Reach(CommandState.Sent);
        Reach(CommandState.Acknowledged);
        var outcome = Reach(CommandState.Verified);
        device.Follow(request, outcome);
        return outcome;
    }
}
