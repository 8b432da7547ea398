using System.Text.Json;
using Twins.Runtime.State;
using Twins.Storage.Blobs;

namespace Twins.Benchmarks.Grains.Engine;

/// <summary>Grain state in a blob store, flushed to disk with every write.</summary>
internal sealed class DurableState(IBlobStore blobs) : IGrainStateStore
{
    public async Task<StoredState<TState>> ReadAsync<TState>(string stateName, GrainId grainId, CancellationToken cancellationToken) =>
        await blobs.GetAsync(Name(stateName, grainId), cancellationToken) is { } blob
            ? new StoredState<TState>(JsonSerializer.Deserialize<TState>(blob.Content.Span), blob.ETag)
            : default;

    public async Task<string> WriteAsync<TState>(
        string stateName, GrainId grainId, TState state, string? etag, CancellationToken cancellationToken)
    {
        PutResult put = await blobs.PutAsync(
            Name(stateName, grainId),
            JsonSerializer.SerializeToUtf8Bytes(state),
            etag is null ? BlobCondition.IfAbsent : BlobCondition.IfMatch(etag),
            cancellationToken);
        return put.Written ? put.ETag! : throw new InconsistentStateException($"State \"{stateName}\" of {grainId} changed since it was read.");
    }

    public Task ClearAsync(string stateName, GrainId grainId, string? etag, CancellationToken cancellationToken) =>
        blobs.DeleteAsync(Name(stateName, grainId), default, cancellationToken);

    private static string Name(string stateName, GrainId grainId) => $"{stateName}/{grainId.Key}.json";
}
