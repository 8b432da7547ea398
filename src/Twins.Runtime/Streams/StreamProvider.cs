using System.Collections.Concurrent;
using Twins.Runtime.Hosting;

namespace Twins.Runtime.Streams;

/// <summary>The streams of one name. Events live in memory: who was not there has to read the state that they tell of.</summary>
internal sealed class StreamProvider(string name, GrainEngine engine) : IStreamProvider
{
    private readonly ConcurrentDictionary<StreamId, object> _streams = new();

    public string Name => name;

    internal GrainEngine Engine => engine;

    public IAsyncStream<T> GetStream<T>(StreamId streamId)
    {
        var stream = _streams.GetOrAdd(streamId, static (id, provider) => new EventStream<T>(provider, id), this);
        return stream as EventStream<T>
            ?? throw new InvalidOperationException(
                $"Stream {streamId} of {name} carries {stream.GetType().GetGenericArguments()[0]}, not {typeof(T)}.");
    }
}
