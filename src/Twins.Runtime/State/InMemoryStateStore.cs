using System.Collections.Concurrent;
using System.Globalization;
using Twins.Runtime.Messages;

namespace Twins.Runtime.State;

/// <summary>Holds state for tests: what comes back is rebuilt from what the state's annotations say is stored of it.</summary>
public sealed class InMemoryStateStore : IGrainStateStore
{
    private readonly ConcurrentDictionary<(string Name, GrainId Grain), Entry> _entries = new();
    private readonly AnnotationRebuilder _rebuilder = new();
    private long _writes;

    /// <summary>How many writes have succeeded.</summary>
    public long Writes => Interlocked.Read(ref _writes);

    /// <inheritdoc/>
    public Task<StoredState<TState>> ReadAsync<TState>(string stateName, GrainId grainId, CancellationToken cancellationToken) =>
        Task.FromResult(_entries.TryGetValue((stateName, grainId), out var entry)
            ? new StoredState<TState>(_rebuilder.Rebuild((TState)entry.Value), entry.ETag)
            : default);

    /// <inheritdoc/>
    public Task<string> WriteAsync<TState>(
        string stateName, GrainId grainId, TState state, string? etag, CancellationToken cancellationToken)
    {
        var key = (stateName, grainId);
        var entry = new Entry(_rebuilder.Rebuild(state)!, Interlocked.Increment(ref _writes).ToString(CultureInfo.InvariantCulture));
        var stored = etag is null
            ? _entries.TryAdd(key, entry)
            : _entries.TryGetValue(key, out var current)
                && string.Equals(current.ETag, etag, StringComparison.Ordinal)
                && _entries.TryUpdate(key, entry, current);
        return stored ? Task.FromResult(entry.ETag) : Task.FromException<string>(Conflict(key, etag));
    }

    /// <inheritdoc/>
    public Task ClearAsync(string stateName, GrainId grainId, string? etag, CancellationToken cancellationToken)
    {
        var key = (stateName, grainId);
        var removed = _entries.TryGetValue(key, out var current)
            ? string.Equals(current.ETag, etag, StringComparison.Ordinal) && _entries.TryRemove(KeyValuePair.Create(key, current))
            : etag is null;
        return removed ? Task.CompletedTask : Task.FromException(Conflict(key, etag));
    }

    private InconsistentStateException Conflict((string Name, GrainId Grain) key, string? etag)
    {
        var stored = _entries.TryGetValue(key, out var entry) ? entry.ETag : null;
        return new InconsistentStateException(
            $"State \"{key.Name}\" of {key.Grain} is stored in version {stored ?? "none"}, not {etag ?? "none"}.", stored, etag);
    }

    private sealed record Entry(object Value, string ETag);
}
