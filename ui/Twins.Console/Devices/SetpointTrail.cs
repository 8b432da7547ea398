using Twins.Devices;
using Twins.Client.Live;
using Twins.Commands;
using Twins.Points;

namespace Twins.OperatorConsole.Devices;

/// <summary>What was desired of a setpoint over time, as far as this page saw it: a bounded list of steps.</summary>
public sealed class SetpointTrail
{
    private const int MaximumSteps = 500;

    private readonly List<(double TimeMs, double Value)> _steps = [];

    /// <summary>Notes what stands. The first note lies where the twin says that it began, a later one at the change.</summary>
    public void Observe(SetpointStatus status, Timestamp now)
    {
        var value = status.Desired.Type == PointValueType.Number ? status.Desired.Number : double.NaN;
        if (_steps.Count > 0 && _steps[^1].Value.Equals(value))
        {
            return;
        }
        var began = status.Last is { State: CommandState.Verified, Stages: [.., var last] } ? last.Time : now;
        var time = Math.Max(began.Microseconds / 1000.0, _steps.Count > 0 ? _steps[^1].TimeMs + 1 : 0);
        _steps.Add((time, value));
        if (_steps.Count > MaximumSteps)
        {
            _steps.RemoveAt(0);
        }
    }

    /// <summary>The steps later than an instant.</summary>
    public TrendSeries Read(Timestamp after)
    {
        var afterMs = after.Microseconds / 1000;
        var steps = _steps.Where(step => Math.Floor(step.TimeMs) > afterMs).ToList();
        return steps.Count == 0 ? TrendSeries.Empty : new([.. steps.Select(step => step.TimeMs)], [.. steps.Select(step => step.Value)]);
    }
}
