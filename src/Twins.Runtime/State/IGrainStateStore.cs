namespace Twins.Runtime.State;

/// <summary>
/// Where grains' state is stored. Registered as a service: under the key of the storage's name, or without a key as the default.
/// </summary>
public interface IGrainStateStore
{
    /// <summary>Reads what is stored.</summary>
    /// <typeparam name="TState">The state's type.</typeparam>
    /// <param name="stateName">Which part of the grain's state.</param>
    /// <param name="grainId">Whose state.</param>
    /// <param name="cancellationToken">Gives the reading up.</param>
    Task<StoredState<TState>> ReadAsync<TState>(string stateName, GrainId grainId, CancellationToken cancellationToken);

    /// <summary>Stores a state, durably once the task is complete.</summary>
    /// <typeparam name="TState">The state's type.</typeparam>
    /// <param name="stateName">Which part of the grain's state.</param>
    /// <param name="grainId">Whose state.</param>
    /// <param name="state">What is to be stored.</param>
    /// <param name="etag">The version that was read; null where nothing was stored.</param>
    /// <param name="cancellationToken">Gives the writing up.</param>
    /// <returns>The version that is stored now.</returns>
    /// <exception cref="InconsistentStateException">Another version is stored.</exception>
    Task<string> WriteAsync<TState>(string stateName, GrainId grainId, TState state, string? etag, CancellationToken cancellationToken);

    /// <summary>Removes what is stored.</summary>
    /// <param name="stateName">Which part of the grain's state.</param>
    /// <param name="grainId">Whose state.</param>
    /// <param name="etag">The version that was read; null where nothing was stored.</param>
    /// <param name="cancellationToken">Gives the removing up.</param>
    /// <exception cref="InconsistentStateException">Another version is stored.</exception>
    Task ClearAsync(string stateName, GrainId grainId, string? etag, CancellationToken cancellationToken);
}
