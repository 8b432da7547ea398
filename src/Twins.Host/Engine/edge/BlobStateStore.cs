using Twins.Hosting.GrainHosting;
using Twins.Runtime.State;

namespace Twins.Hosting.Engine;

/// <summary>The embedded engine's state in the blob store.</summary>
internal sealed class BlobStateStore(StateBlobs blobs) : IGrainStateStore
{
    public async Task<StoredState<TState>> ReadAsync<TState>(string stateName, GrainId grainId, CancellationToken cancellationToken)
    {
        var (state, etag) = await blobs.ReadAsync<TState>(NameOf(stateName, grainId), cancellationToken);
        return new StoredState<TState>(state, etag);
    }

    public Task<string> WriteAsync<TState>(
        string stateName, GrainId grainId, TState state, string? etag, CancellationToken cancellationToken) =>
        blobs.WriteAsync(NameOf(stateName, grainId), state, etag, cancellationToken);

    public Task ClearAsync(string stateName, GrainId grainId, string? etag, CancellationToken cancellationToken) =>
        blobs.ClearAsync(NameOf(stateName, grainId), etag, cancellationToken);

    private static string NameOf(string stateName, GrainId grainId) =>
        StateName.Of(grainId.Type.ToString(), grainId.Key.ToString(), stateName);
}
