using System.Collections.Concurrent;
using Twins.Sites;

namespace Twins.OperatorConsole.Commands;

/// <summary>
/// Who is about to command what, in this process. A selection locks other operators out of the setpoint and ends by itself, so that
/// nobody who walked away blocks anybody.
/// </summary>
public sealed class SelectionRegistry(TimeProvider clock)
{
    /// <summary>How long a selection lasts without being executed.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<(DeviceKey Device, int Ordinal), Selection> _selections = new();

    /// <summary>Selects a setpoint; null when somebody else's selection still stands.</summary>
    public Selection? TrySelect(DeviceKey device, int ordinal)
    {
        var now = clock.GetUtcNow();
        var mine = new Selection(this, device, ordinal, now + Duration);
        var standing = _selections.AddOrUpdate(
            (device, ordinal), mine, (_, other) => other.ExpiresAt > now ? other : mine);
        return ReferenceEquals(standing, mine) ? mine : null;
    }

    internal bool Stands(Selection selection) =>
        selection.ExpiresAt > clock.GetUtcNow()
        && _selections.TryGetValue((selection.Device, selection.Ordinal), out var standing)
        && ReferenceEquals(standing, selection);

    internal void Release(Selection selection) =>
        _selections.TryRemove(new KeyValuePair<(DeviceKey, int), Selection>((selection.Device, selection.Ordinal), selection));
}

/// <summary>One operator's hold on one setpoint; compared by identity.</summary>
public sealed class Selection : IDisposable
{
    private readonly SelectionRegistry _registry;

    internal Selection(SelectionRegistry registry, DeviceKey device, int ordinal, DateTimeOffset expiresAt)
    {
        _registry = registry;
        Device = device;
        Ordinal = ordinal;
        ExpiresAt = expiresAt;
    }

    /// <summary>The device.</summary>
    public DeviceKey Device { get; }

    /// <summary>The setpoint.</summary>
    public int Ordinal { get; }

    /// <summary>When it ends by itself.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>Whether it still stands.</summary>
    public bool Stands => _registry.Stands(this);

    /// <inheritdoc/>
    public void Dispose() => _registry.Release(this);
}
