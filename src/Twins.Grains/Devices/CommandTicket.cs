using Twins.Commands;

namespace Twins.Grains.Devices;

/// <summary>A command that is being answered; every caller that asks for its id waits for the same answer.</summary>
internal sealed class CommandTicket(Command command)
{
    private readonly TaskCompletionSource<Command> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The command as far as it got when it was last looked at.</summary>
    public Command Command { get; set; } = command;

    public Task<Command> Answer => _answer.Task;

    public void Complete(Command command)
    {
        Command = command;
        if (_answer.TrySetResult(command))
        {
            GrainMetrics.Commands.Add(1, new KeyValuePair<string, object?>("state", command.State.ToString()));
        }
    }
}
