using Microsoft.Extensions.Logging;
using Twins.Runtime.Turns;

namespace Twins.Runtime.Streams;

/// <summary>The subscription of code that is no grain. It lives until it is ended.</summary>
internal sealed class ClientSubscription<T> : Subscription<T>
{
    private readonly HandlerQueue _turns;
    private IAsyncObserver<T>? _observer;

    internal ClientSubscription(EventStream<T> stream)
        : base(stream, Guid.NewGuid()) =>
        _turns = new HandlerQueue(stream.Provider.Engine.Log, $"subscriber/{Id}");

    internal override Interleaving Interleaving => Interleaving.None;

    public override string ToString() => _turns.ToString();

    internal override void Attach(IAsyncObserver<T> observer) => _observer = observer;

    protected override void Bring() => _turns.Offer(this, int.MaxValue);

    protected override ValueTask<IAsyncObserver<T>?> FindObserverAsync(TurnContext context) => ValueTask.FromResult(_observer);

    private sealed class HandlerQueue(ILogger log, string name) : TurnQueue(opening: null)
    {
        protected override ILogger Log => log;

        public override string ToString() => name;
    }
}
