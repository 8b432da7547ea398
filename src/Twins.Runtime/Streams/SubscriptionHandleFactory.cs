namespace Twins.Runtime.Streams;

internal sealed class SubscriptionHandleFactory<T>(Subscription<T> subscription) : IStreamSubscriptionHandleFactory
{
    public StreamId StreamId => subscription.Stream.StreamId;

    public string ProviderName => subscription.Stream.ProviderName;

    public StreamSubscriptionHandle<TEvent> Create<TEvent>() => new SubscriptionHandle<T>(subscription) as StreamSubscriptionHandle<TEvent>
        ?? throw new InvalidOperationException($"Stream {StreamId} of {ProviderName} carries {typeof(T)}, not {typeof(TEvent)}.");
}
