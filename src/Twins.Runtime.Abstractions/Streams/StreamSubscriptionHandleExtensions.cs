namespace Twins.Runtime;

/// <summary>Continuing a subscription with handlers instead of an observer.</summary>
public static class StreamSubscriptionHandleExtensions
{
    /// <summary>Continues with a handler of events.</summary>
    /// <typeparam name="T">The events' type.</typeparam>
    /// <param name="handle">The subscription.</param>
    /// <param name="onNextAsync">Receives the events.</param>
    /// <param name="token">Null: streams here are not rewindable.</param>
    public static Task<StreamSubscriptionHandle<T>> ResumeAsync<T>(
        this StreamSubscriptionHandle<T> handle, Func<T, StreamSequenceToken?, Task> onNextAsync, StreamSequenceToken? token = null) =>
        handle.ResumeAsync(new DelegateObserver<T>(onNextAsync, null, null), token);

    /// <summary>Continues with handlers of events and failures.</summary>
    /// <typeparam name="T">The events' type.</typeparam>
    /// <param name="handle">The subscription.</param>
    /// <param name="onNextAsync">Receives the events.</param>
    /// <param name="onErrorAsync">Receives the publisher's failures.</param>
    /// <param name="token">Null: streams here are not rewindable.</param>
    public static Task<StreamSubscriptionHandle<T>> ResumeAsync<T>(
        this StreamSubscriptionHandle<T> handle,
        Func<T, StreamSequenceToken?, Task> onNextAsync,
        Func<Exception, Task> onErrorAsync,
        StreamSequenceToken? token = null) =>
        handle.ResumeAsync(new DelegateObserver<T>(onNextAsync, onErrorAsync, null), token);
}
