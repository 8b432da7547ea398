using Twins.Runtime.Activations;
using Twins.Runtime.Turns;

namespace Twins.Runtime.Streams;

/// <summary>One stream: numbers events and puts each into the queue of every subscription.</summary>
internal sealed class EventStream<T> : IAsyncStream<T>
{
    private readonly StreamProvider _provider;
    private readonly Lock _gate = new();
    private Subscription<T>[] _subscriptions;
    private long _lastSequence;

    internal EventStream(StreamProvider provider, StreamId id)
    {
        _provider = provider;
        StreamId = id;
        _subscriptions =
        [
            .. provider.Engine.Classes.All
                .Where(each => each.ImplicitNamespaces.Contains(id.GetNamespace() ?? "", StringComparer.Ordinal))
                .Select(each => new GrainSubscription<T>(this, Guid.NewGuid(), each, id.GetKeyAsString(), isImplicit: true)),
        ];
    }

    public StreamId StreamId { get; }

    public string ProviderName => _provider.Name;

    internal StreamProvider Provider => _provider;

    public Task OnNextAsync(T item, StreamSequenceToken? token = null)
    {
        var published = _provider.Engine.Rebuilder is { } rebuilder ? rebuilder.Rebuild(item) : item;
        lock (_gate)
        {
            return Publish(new StreamEvent<T>(published, new SequenceToken(++_lastSequence), null));
        }
    }

    public Task OnCompletedAsync()
    {
        lock (_gate)
        {
            return Publish(default);
        }
    }

    public Task OnErrorAsync(Exception ex)
    {
        lock (_gate)
        {
            return Publish(new StreamEvent<T>(default, null, ex));
        }
    }

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer)
    {
        var subscription = RequestId.Current.Context?.Queue is Activation grain ? SubscriptionOf(grain) : new ClientSubscription<T>(this);
        subscription.Attach(observer);
        lock (_gate)
        {
            if (!_subscriptions.Contains(subscription))
            {
                _subscriptions = [.. _subscriptions, subscription];
            }
        }

        return Task.FromResult<StreamSubscriptionHandle<T>>(new SubscriptionHandle<T>(subscription));
    }

    internal void Remove(Subscription<T> subscription)
    {
        lock (_gate)
        {
            _subscriptions = [.. _subscriptions.Where(each => !ReferenceEquals(each, subscription))];
        }
    }

    // A grain that subscribes to a stream it receives anyway attaches its handler to what there is.
    private Subscription<T> SubscriptionOf(Activation grain) =>
        _subscriptions.OfType<GrainSubscription<T>>().FirstOrDefault(each => each.IsImplicit && each.IsOf(grain))
        ?? new GrainSubscription<T>(this, Guid.NewGuid(), grain.Class, grain.Key, isImplicit: false);

    private Task Publish(in StreamEvent<T> next)
    {
        var waits = Task.CompletedTask;
        foreach (var subscription in _subscriptions)
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
