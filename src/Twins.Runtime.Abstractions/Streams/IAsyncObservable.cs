namespace Twins.Runtime;

/// <summary>Where the events of a stream are subscribed to.</summary>
/// <typeparam name="T">The events' type.</typeparam>
public interface IAsyncObservable<T>
{
    /// <summary>Subscribes. A grain's subscription outlives its activation, a client's ends with its process.</summary>
    /// <param name="observer">Who receives the events from now on.</param>
    Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer);
}
