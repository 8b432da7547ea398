using Orleans.Storage;
using Twins.Storage.Blobs;

namespace Twins.Hosting.GrainHosting;

/// <summary>Grain state in the blob store: one blob per part, replaced as a whole under the condition that nobody else did.</summary>
internal sealed class StateBlobs(IBlobStore store)
{
    /// <summary>The state and its tag; no tag where nothing is stored.</summary>
    /// <exception cref="InvalidDataException">What is stored is no such state.</exception>
    public async Task<(TState? State, string? ETag)> ReadAsync<TState>(string name, CancellationToken cancellationToken)
    {
        var blob = await store.GetAsync(name, cancellationToken);
        return blob is null ? default : (StateJson.Read<TState>(blob.Content.Span, name), blob.ETag);
    }

    /// <summary>Stores a state.</summary>
    /// <returns>Its tag.</returns>
    /// <exception cref="InconsistentStateException">Something else is stored than was read.</exception>
    public async Task<string> WriteAsync<TState>(string name, TState state, string? etag, CancellationToken cancellationToken)
    {
        var result = await store.PutAsync(name, StateJson.Write(state), Unchanged(etag), cancellationToken);
        return result.Written ? result.ETag! : throw Conflict(name, result.ETag, etag);
    }

    /// <summary>Removes a state; one that is not there is removed already.</summary>
    /// <exception cref="InconsistentStateException">Something else is stored than was read.</exception>
    public async Task ClearAsync(string name, string? etag, CancellationToken cancellationToken)
    {
        if (await store.DeleteAsync(name, Unchanged(etag), cancellationToken) == DeleteResult.Conflict)
        {
            throw Conflict(name, null, etag);
        }
    }

    private static BlobCondition Unchanged(string? etag) => etag is null ? BlobCondition.IfAbsent : BlobCondition.IfMatch(etag);

    private static InconsistentStateException Conflict(string name, string? storedEtag, string? currentEtag) =>
        new($"The stored state '{name}' changed since it was read.", storedEtag ?? "", currentEtag ?? "");
}
