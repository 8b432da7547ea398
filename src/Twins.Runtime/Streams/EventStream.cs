using Twins.Runtime.Activations;
using Twins.Runtime.Turns;

namespace Twins.Runtime.Streams;

/// <summary>One stream: numbers events and puts each into the queue of every subscription.</summary>
internal sealed class EventStream<T> : IAsyncStream<T>
{
    private readonly StreamProvider provider;
    private readonly Lock gate = new();
    private Subscription<T>[] subscriptions;
    private long lastSequence;

    internal EventStream(StreamProvider provider, StreamId id)
    {
        this.provider = provider;
        StreamId = id;
        subscriptions =
        [
            .. provider.Engine.Classes.All
                .Where(each => each.ImplicitNamespaces.Contains(id.GetNamespace() ?? "", StringComparer.Ordinal))
                .Select(each => new GrainSubscription<T>(this, Guid.NewGuid(), each, id.GetKeyAsString(), isImplicit: true)),
        ];
    }

    public StreamId StreamId { get; }

    public string ProviderName => provider.Name;

    internal StreamProvider Provider => provider;

    public Task OnNextAsync(T item, StreamSequenceToken? token = null)
    {
        var published = provider.Engine.Rebuilder is { } rebuilder ? rebuilder.Rebuild(item) : item;
        lock (gate)
        {
            return Publish(new StreamEvent<T>(published, new SequenceToken(++lastSequence), null));
        }
    }

    public Task OnCompletedAsync()
    {
        lock (gate)
        {
            return Publish(default);
        }
    }

    public Task OnErrorAsync(Exception ex)
    {
        lock (gate)
        {
            return Publish(new StreamEvent<T>(default, null, ex));
        }
    }

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer)
    {
        var subscription = RequestId.Current.Context?.Queue is Activation grain ? SubscriptionOf(grain) : new ClientSubscription<T>(this);
        subscription.Attach(observer);
        lock (gate)
        {
            if (!subscriptions.Contains(subscription))
            {
                subscriptions = [.. subscriptions, subscription];
            }
        }

        return Task.FromResult<StreamSubscriptionHandle<T>>(new SubscriptionHandle<T>(subscription));
    }

    internal void Remove(Subscription<T> subscription)
    {
        lock (gate)
        {
            subscriptions = [.. subscriptions.Where(each => !ReferenceEquals(each, subscription))];
        }
    }

    // A grain that subscribes to a stream it receives anyway attaches its handler to what there is.
    private Subscription<T> SubscriptionOf(Activation grain) =>
        subscriptions.OfType<GrainSubscription<T>>().FirstOrDefault(each => each.IsImplicit && each.IsOf(grain))
        ?? new GrainSubscription<T>(this, Guid.NewGuid(), grain.Class, grain.Key, isImplicit: false);

    private Task Publish(in StreamEvent<T> next)
    {
        var waits = Task.CompletedTask;
        foreach (var subscription in subscriptions)
        {
            var accepted = subscription.Enqueue(in next);
            if (!accepted.IsCompletedSuccessfully)
            {
                waits = waits.IsCompleted ? accepted : Task.WhenAll(waits, accepted);
            }
        }

        return waits;
    }
}
