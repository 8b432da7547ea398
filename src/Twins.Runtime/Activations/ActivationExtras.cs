using Twins.Runtime.Timers;

namespace Twins.Runtime.Activations;

/// <summary>What an activation holds beyond its turns, if anything.</summary>
internal sealed class ActivationExtras
{
    private readonly List<GrainTimer> _timers = [];

    /// <summary>The handlers that this activation attached, by subscription.</summary>
    internal Dictionary<Guid, object> StreamHandlers { get; } = [];

    /// <summary>Set where the grain asked for its end before it was open.</summary>
    internal DeactivationReason? CloseWhenOpen { get; set; }

    internal void Add(GrainTimer timer)
    {
        lock (_timers)
        {
            _timers.Add(timer);
        }
    }

    internal void Remove(GrainTimer timer)
    {
        lock (_timers)
        {
            _timers.Remove(timer);
        }
    }

    internal void DisposeTimers()
    {
        GrainTimer[] all;
        lock (_timers)
        {
            all = [.. _timers];
        }

        foreach (var timer in all)
        {
            timer.Dispose();
        }
    }
}
