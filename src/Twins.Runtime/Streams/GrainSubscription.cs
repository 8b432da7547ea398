using Twins.Runtime.Activations;
using Twins.Runtime.Routing;
using Twins.Runtime.Turns;

namespace Twins.Runtime.Streams;

/// <summary>The subscription of a grain. It outlives activations: an event brings the grain back, which then attaches its handler again.</summary>
internal sealed class GrainSubscription<T>(EventStream<T> stream, Guid id, GrainClass grainClass, string key, bool isImplicit)
    : Subscription<T>(stream, id)
{
    internal bool IsImplicit => isImplicit;

    internal override Interleaving Interleaving => grainClass.DefaultInterleaving;

    public override string ToString() => $"{grainClass.GrainType}/{key}";

    internal bool IsOf(Activation activation) =>
        ReferenceEquals(grainClass, activation.Class) && string.Equals(key, activation.Key, StringComparison.Ordinal);

    /// <exception cref="InvalidOperationException">Code of another grain, or of none, attaches.</exception>
    internal override void Attach(IAsyncObserver<T> observer)
    {
        if (RequestId.Current.Context?.Queue is not Activation activation || !IsOf(activation))
        {
            throw new InvalidOperationException($"Only {this} itself can attach a handler to its subscription.");
        }

        activation.Extras.StreamHandlers[Id] = observer;
    }

    protected override void Bring() => grainClass.Bring(this, key);

    protected override async ValueTask<IAsyncObserver<T>?> FindObserverAsync(TurnContext context)
    {
        var activation = (Activation)context.Queue;
        var handlers = activation.Extras.StreamHandlers;
        if (!handlers.ContainsKey(Id) && activation.Instance is IStreamSubscriptionObserver observer)
        {
            await observer.OnSubscribed(new SubscriptionHandleFactory<T>(this)).ConfigureAwait(true);
        }

        return handlers.GetValueOrDefault(Id) as IAsyncObserver<T>;
    }
}
