namespace Twins.Runtime.State;

/// <summary>What a store holds of one part of a grain's state.</summary>
/// <typeparam name="TState">The state's type.</typeparam>
/// <param name="Value">The state; default where nothing is stored.</param>
/// <param name="ETag">Its version; null where nothing is stored.</param>
public readonly record struct StoredState<TState>(TState? Value, string? ETag)
{
    /// <summary>Whether anything is stored.</summary>
    public bool Exists => ETag is not null;
}
