namespace Twins.Runtime;

/// <summary>Subscribing with handlers instead of an observer.</summary>
public static class AsyncObservableExtensions
{
    /// <summary>Subscribes with a handler of events.</summary>
    /// <typeparam name="T">The events' type.</typeparam>
    /// <param name="obs">The stream.</param>
    /// <param name="onNextAsync">Receives the events.</param>
    public static Task<StreamSubscriptionHandle<T>> SubscribeAsync<T>(
        this IAsyncObservable<T> obs, Func<T, StreamSequenceToken?, Task> onNextAsync) =>
        obs.SubscribeAsync(new DelegateObserver<T>(onNextAsync, null, null));

    /// <summary>Subscribes with handlers of events and failures.</summary>
    /// <typeparam name="T">The events' type.</typeparam>
    /// <param name="obs">The stream.</param>
    /// <param name="onNextAsync">Receives the events.</param>
    /// <param name="onErrorAsync">Receives the publisher's failures.</param>
    public static Task<StreamSubscriptionHandle<T>> SubscribeAsync<T>(
        this IAsyncObservable<T> obs, Func<T, StreamSequenceToken?, Task> onNextAsync, Func<Exception, Task> onErrorAsync) =>
        obs.SubscribeAsync(new DelegateObserver<T>(onNextAsync, onErrorAsync, null));

    /// <summary>Subscribes with handlers of events and of the stream's end.</summary>
    /// <typeparam name="T">The events' type.</typeparam>
    /// <param name="obs">The stream.</param>
    /// <param name="onNextAsync">Receives the events.</param>
    /// <param name="onCompletedAsync">Called at the stream's end.</param>
    public static Task<StreamSubscriptionHandle<T>> SubscribeAsync<T>(
        this IAsyncObservable<T> obs, Func<T, StreamSequenceToken?, Task> onNextAsync, Func<Task> onCompletedAsync) =>
        obs.SubscribeAsync(new DelegateObserver<T>(onNextAsync, null, onCompletedAsync));

    /// <summary>Subscribes with handlers of events, failures and the stream's end.</summary>
    /// <typeparam name="T">The events' type.</typeparam>
    /// <param name="obs">The stream.</param>
    /// <param name="onNextAsync">Receives the events.</param>
    /// <param name="onErrorAsync">Receives the publisher's failures.</param>
    /// <param name="onCompletedAsync">Called at the stream's end.</param>
    public static Task<StreamSubscriptionHandle<T>> SubscribeAsync<T>(
        this IAsyncObservable<T> obs,
        Func<T, StreamSequenceToken?, Task> onNextAsync,
        Func<Exception, Task> onErrorAsync,
        Func<Task> onCompletedAsync) =>
        obs.SubscribeAsync(new DelegateObserver<T>(onNextAsync, onErrorAsync, onCompletedAsync));
}
