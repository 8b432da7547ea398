using System.Collections.Concurrent;
using System.Globalization;
using Twins.Cluster.Tests.Support;

namespace Twins.Cluster.Tests.Engine;

/// <summary>Grain state that outlives a host, as a disk does. Stored objects are immutable records, so they are kept as they are.</summary>
internal sealed class GrainStorage : IGrainStorage
{
    /// <summary>The commands, likewise.</summary>
    public FakeCommandStore Commands { get; } = new();

    private readonly ConcurrentDictionary<(string Name, GrainId Grain), (object State, int Version)> _states = new();

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        bool exists = _states.TryGetValue((stateName, grainId), out var stored);
        grainState.State = exists ? (T)stored.State : Activator.CreateInstance<T>();
        grainState.RecordExists = exists;
        grainState.ETag = exists ? stored.Version.ToString(CultureInfo.InvariantCulture) : null!;
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var written = _states.AddOrUpdate((stateName, grainId), _ => (grainState.State!, 1), (_, old) => (grainState.State!, old.Version + 1));
        grainState.RecordExists = true;
        grainState.ETag = written.Version.ToString(CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        _states.TryRemove((stateName, grainId), out _);
        grainState.State = Activator.CreateInstance<T>();
        grainState.RecordExists = false;
        grainState.ETag = null!;
        return Task.CompletedTask;
    }
}
