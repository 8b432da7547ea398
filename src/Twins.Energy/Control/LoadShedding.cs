using System.Collections.Immutable;

namespace Twins.Energy.Control;

/// <summary>A load that may be switched off when power is short.</summary>
/// <param name="Key">Key of the load.</param>
/// <param name="Priority">Importance; the lowest is shed first and restored last. Loads of one priority follow their keys.</param>
/// <param name="PowerW">What it draws when on, as a magnitude in W; not negative.</param>
public sealed record SheddableLoad(string Key, int Priority, double PowerW);

/// <summary>When loads are shed and restored.</summary>
/// <param name="ReserveW">Power that must stay free after a restoration in W; not negative: the hysteresis.</param>
/// <param name="RestoreDelay">How long power must be in reach before the next load comes back: one at a time.</param>
public sealed record SheddingPolicy(double ReserveW, TimeSpan RestoreDelay);

/// <summary>What the shedding remembers.</summary>
/// <param name="Shed">Keys of the loads that are off.</param>
/// <param name="PlentyFor">How long there has been power for the next load.</param>
public sealed record SheddingState(ImmutableSortedSet<string> Shed, TimeSpan PlentyFor)
{
    /// <summary>Nothing is shed.</summary>
    public static SheddingState None { get; } = new(ImmutableSortedSet.Create<string>(StringComparer.Ordinal), TimeSpan.Zero);
}

/// <summary>Sheds loads by priority when an island's sources cannot carry them, and restores them one at a time.</summary>
public static class LoadShedding
{
    /// <summary>One step.</summary>
    /// <param name="state">What was shed before.</param>
    /// <param name="loads">The loads that may be shed.</param>
    /// <param name="marginW">What the sources could give beyond what is drawn now, in W; negative when power is short.</param>
    /// <param name="step">Time since the step before.</param>
    /// <param name="policy">When loads are shed and restored.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not finite or negative where it must not be.</exception>
    public static SheddingState Step(
        SheddingState state, IReadOnlyCollection<SheddableLoad> loads, double marginW, TimeSpan step, SheddingPolicy policy)
    {
        ControlArgument.Finite(marginW, nameof(marginW));
        ControlArgument.NotNegative(policy.ReserveW, nameof(policy.ReserveW));
        ControlArgument.NotNegative(step.TotalSeconds, nameof(step));
        foreach (var load in loads)
        {
            ControlArgument.NotNegative(load.PowerW, $"PowerW of '{load.Key}'");
        }

        return marginW < 0 ? Shed(state, loads, marginW) : Restore(state, loads, marginW, step, policy);
    }

    private static SheddingState Shed(SheddingState state, IEnumerable<SheddableLoad> loads, double marginW)
    {
        var shed = state.Shed;
        foreach (var load in loads
            .Where(load => !state.Shed.Contains(load.Key))
            .OrderBy(load => load.Priority)
            .ThenBy(load => load.Key, StringComparer.Ordinal)
            .TakeWhile(_ => marginW < 0))
        {
            shed = shed.Add(load.Key);
            marginW += load.PowerW;
        }

        return new SheddingState(shed, TimeSpan.Zero);
    }

    private static SheddingState Restore(
        SheddingState state, IEnumerable<SheddableLoad> loads, double marginW, TimeSpan step, SheddingPolicy policy)
    {
        var next = loads
            .Where(load => state.Shed.Contains(load.Key))
            .OrderByDescending(load => load.Priority)
            .ThenBy(load => load.Key, StringComparer.Ordinal)
            .FirstOrDefault();
        if (next is null || marginW < next.PowerW + policy.ReserveW)
        {
            return state with { PlentyFor = TimeSpan.Zero };
        }

        var plentyFor = state.PlentyFor + step;
        return plentyFor < policy.RestoreDelay
            ? state with { PlentyFor = plentyFor }
            : new SheddingState(state.Shed.Remove(next.Key), TimeSpan.Zero);
    }
}
