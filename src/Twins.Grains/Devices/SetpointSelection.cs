using Twins.Commands;

namespace Twins.Grains.Devices;

/// <summary>Who has selected a setpoint before commanding it (select before operate). Runs out by elapsed time.</summary>
internal sealed class SetpointSelection
{
    private string? _holder;
    private MonotonicTime _until;

    /// <summary>When it runs out; <see cref="MonotonicTime.Never"/> when there is none.</summary>
    public MonotonicTime End => _holder is null ? MonotonicTime.Never : _until;

    /// <summary>Who has it; null when nobody does.</summary>
    public string? Holder(MonotonicTime now) => _until > now ? _holder : null;

    public SelectionResult Select(string holder, MonotonicTime now)
    {
        if (Holder(now) is { } other && other != holder)
        {
            return new SelectionResult(Granted: false, other, _until - now, $"it is selected by {other}");
        }

        (_holder, _until) = (holder, now + SetpointLimits.SelectionTime);
        return new SelectionResult(Granted: true, holder, SetpointLimits.SelectionTime, Refusal: null);
    }

    /// <summary>Ends the holder's selection; returns whether it had one.</summary>
    public bool Release(string holder, MonotonicTime now)
    {
        bool held = Holder(now) == holder;
        _holder = held ? null : _holder;
        return held;
    }

    /// <summary>Forgets a selection that has run out; returns whether one did.</summary>
    public bool Expire(MonotonicTime now)
    {
        bool ran = _holder is not null && _until <= now;
        _holder = ran ? null : _holder;
        return ran;
    }
}
