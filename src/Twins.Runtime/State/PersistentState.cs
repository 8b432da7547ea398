using Twins.Runtime.Activations;

namespace Twins.Runtime.State;

/// <summary>One named part of a grain's state. After a failed write, memory and version are what they were before.</summary>
internal sealed class PersistentState<TState>(IGrainStateStore store, string stateName, Activation activation)
    : IPersistentState<TState>, IActivationState
{
    public TState State { get; set; } = Activator.CreateInstance<TState>();

    public string? Etag { get; private set; }

    public bool RecordExists => Etag is not null;

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public async Task ReadStateAsync(CancellationToken cancellationToken)
    {
        var stored = await store.ReadAsync<TState>(stateName, activation.GrainId, cancellationToken).ConfigureAwait(true);
        State = stored.Exists ? stored.Value! : Activator.CreateInstance<TState>();
        Etag = stored.ETag;
    }

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public async Task WriteStateAsync(CancellationToken cancellationToken) =>
        Etag = await store.WriteAsync(stateName, activation.GrainId, State, Etag, cancellationToken).ConfigureAwait(true);

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    public async Task ClearStateAsync(CancellationToken cancellationToken)
    {
        await store.ClearAsync(stateName, activation.GrainId, Etag, cancellationToken).ConfigureAwait(true);
        State = Activator.CreateInstance<TState>();
        Etag = null;
    }
}
