namespace Twins.Runtime;

/// <summary>
/// A stream: who holds its identity can publish to it and subscribe to it. Publishing is complete when the event was accepted for all
/// subscribers, and so waits where one of them is behind by as many events as the engine queues.
/// </summary>
/// <typeparam name="T">The events' type.</typeparam>
public interface IAsyncStream<T> : IAsyncObservable<T>, IAsyncObserver<T>
{
    /// <summary>Which stream it is.</summary>
    StreamId StreamId { get; }

    /// <summary>The provider that carries it.</summary>
    string ProviderName { get; }
}
