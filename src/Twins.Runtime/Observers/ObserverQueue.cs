using Microsoft.Extensions.Logging;
using Twins.Runtime.Hosting;
using Twins.Runtime.Turns;

namespace Twins.Runtime.Observers;

/// <summary>The calls of one observer object, which is held weakly.</summary>
internal sealed class ObserverQueue(GrainEngine engine, string key, IGrainObserver target) : TurnQueue(opening: null)
{
    private readonly WeakReference<IGrainObserver> _target = new(target);

    /// <exception cref="ObserverGoneException">Nothing else holds the object any more.</exception>
    internal object Target => _target.TryGetTarget(out var alive)
        ? alive
        : throw new ObserverGoneException($"{this} is no longer in memory: its owner has let go of it.");

    protected override ILogger Log => engine.Log;

    public override string ToString() => $"observer/{key}";

    internal void Delete()
    {
        var waiting = Close();
        while (waiting is not null)
        {
            var request = waiting;
            waiting = request.Next;
            request.Refuse(new ObserverGoneException($"{this} was deleted."));
        }
    }
}
