using Twins.Devices;
using Twins.Commands;
using Twins.Points;
using Twins.Sites;

namespace Twins.OperatorConsole.Commands;

/// <summary>
/// The commands that one circuit sent, with what became of them. They stay visible until the circuit ends, whatever page is shown;
/// the twin finishes a command even when the browser is gone.
/// </summary>
public sealed class CommandDesk(IGrainFactory grains, TimeProvider clock)
{
    /// <summary>Commands kept; the oldest finished one gives way, else the oldest.</summary>
    private const int MaximumRuns = 50;

    private static readonly TimeSpan ProgressPeriod = TimeSpan.FromMilliseconds(250);

    private readonly List<CommandRun> _runs = [];

    /// <summary>The commands of a device, the latest first.</summary>
    public IEnumerable<CommandRun> Of(DeviceKey device) => _runs.Where(run => run.Device == device).Reverse();

    /// <summary>Sends a setpoint to its twin. On the circuit's dispatcher only.</summary>
    public CommandRun Send(TwinDefinition device, int ordinal, PointValue value, TimeSpan? validFor)
    {
        var now = clock.GetUtcNow();
        var request = new SetpointRequest(
            Guid.CreateVersion7(now), device.Points[ordinal].Key, value, validFor, CommandOrigin.Operator, "console operator", Timestamp.From(now));
        var run = new CommandRun(device.Key, ordinal, request);
        if (_runs.Count == MaximumRuns)
        {
            _runs.RemoveAt(Math.Max(0, _runs.FindIndex(old => old.IsFinished)));
        }
        _runs.Add(run);
        _ = FollowAsync(run);
        return run;
    }

    /// <summary>Takes a finished command off the screen.</summary>
    public void Dismiss(CommandRun run) => _runs.Remove(run);

    private async Task FollowAsync(CommandRun run)
    {
        try
        {
            var twin = grains.GetGrain<IDeviceTwin>(run.Device.ToString());
            var answer = twin.SetAsync(run.Request);
            _ = ReportProgressAsync(run, twin, answer);
            run.Finish(await answer);
        }
        catch (Exception error)
        {
            // The answer is lost, not necessarily the command: say so, and never that it failed.
            run.Lose(error.Message);
        }
    }

    private async Task ReportProgressAsync(CommandRun run, IDeviceTwin twin, Task answer)
    {
        try
        {
            while (await Task.WhenAny(answer, Task.Delay(ProgressPeriod, clock)) != answer)
            {
                if (await twin.GetCommandAsync(run.Request.Id) is { } soFar)
                {
                    run.Report(soFar);
                }
            }
        }
        catch (Exception)
        {
            // The stages on the way are a courtesy; what counts is the answer.
        }
    }
}
