using System.Globalization;
using Twins.Runtime.CodeGeneration;
using Twins.Runtime.Hosting;
using Twins.Runtime.Routing;
using Twins.Runtime.Turns;

namespace Twins.Runtime.Observers;

/// <summary>The way to observers: each is called one call at a time. Filters are for grains.</summary>
internal sealed class ObserverRoute(GrainEngine engine) : CallRoute(engine)
{
    private long _made;

    public override GrainType GrainType { get; } = GrainType.Create("observer");

    internal string NextKey() => Interlocked.Increment(ref _made).ToString(CultureInfo.InvariantCulture);

    internal override Task Invoke<TCall, TResult>(in TCall call, TurnQueue queue, TurnQueue? source)
    {
        var target = ((ObserverQueue)queue).Target;
        return Engine.Rebuilder is { } rebuilder ? call.Rebuild(rebuilder).Invoke(target) : call.Invoke(target);
    }

    protected override TurnQueue Find(GrainReference? reference, string key) =>
        reference?.Found is ObserverQueue { Phase: Phase.Open } queue
            ? queue
            : throw new ObserverGoneException($"observer/{key} was deleted.");
}
