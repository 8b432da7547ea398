using Twins.Commands;
using Twins.Sites;

namespace Twins.OperatorConsole.Commands;

/// <summary>One command on its way, as the operator follows it. Written by the desk, read by the screen.</summary>
public sealed class CommandRun(DeviceKey device, int ordinal, SetpointRequest request)
{
    private volatile Command? _outcome;
    private volatile string? _lost;
    private volatile bool _finished;

    /// <summary>The device.</summary>
    public DeviceKey Device { get; } = device;

    /// <summary>The setpoint.</summary>
    public int Ordinal { get; } = ordinal;

    /// <summary>What was asked.</summary>
    public SetpointRequest Request { get; } = request;

    /// <summary>What became of it so far; null before the twin's first word.</summary>
    public Command? Outcome => _outcome;

    /// <summary>Why the twin's answer was lost; null when it was not. The command may have been carried out.</summary>
    public string? Lost => _lost;

    /// <summary>Whether nothing more will come.</summary>
    public bool IsFinished => _finished;

    internal void Report(Command outcome)
    {
        if (!_finished)
        {
            _outcome = outcome;
        }
    }

    internal void Finish(Command outcome)
    {
        _outcome = outcome;
        _finished = true;
    }

    internal void Lose(string reason)
    {
        _lost = reason;
        _finished = true;
    }
}
