using System.Collections.Concurrent;
using System.Reflection;
using Twins.Runtime.Activations;
using Twins.Runtime.Calls;
using Twins.Runtime.CodeGeneration;
using Twins.Runtime.Hosting;
using Twins.Runtime.Turns;

namespace Twins.Runtime.Routing;

/// <summary>A grain class, and the way to its activations: one per key.</summary>
internal class GrainClass : CallRoute
{
    private readonly ConcurrentDictionary<string, Activation> _activations = new(StringComparer.Ordinal);
    private readonly bool _isReentrant;
    private readonly bool _isDirect;

    internal GrainClass(GrainEngine engine, Type type)
        : base(engine)
    {
        Type = type;
        GrainType = GrainType.Create(GrainTypeNames.Of(type));
        Constructor = new GrainConstructor(type);
        _isReentrant = type.IsDefined(typeof(ReentrantAttribute));
        _isDirect = !engine.HasFilters && engine.Rebuilder is null && !type.IsAssignableTo(typeof(IIncomingGrainCallFilter));
        ImplicitNamespaces = [.. type.GetCustomAttributes<ImplicitStreamSubscriptionAttribute>().Select(each => each.StreamNamespace)];
    }

    public override GrainType GrainType { get; }

    internal Type Type { get; }

    internal GrainConstructor Constructor { get; }

    /// <summary>The stream namespaces whose events its grains receive.</summary>
    internal IReadOnlyList<string> ImplicitNamespaces { get; }

    /// <summary>Between whose turns the requests run that are no calls of a method.</summary>
    internal Interleaving DefaultInterleaving => _isReentrant ? Interleaving.Always : Interleaving.None;

    internal virtual IEnumerable<Activation> Activations => _activations.Values;

    internal override Interleaving InterleavingOf(GrainMethod method) => _isReentrant ? Interleaving.Always : base.InterleavingOf(method);

    internal sealed override Task Invoke<TCall, TResult>(in TCall call, TurnQueue queue, TurnQueue? source)
    {
        var activation = (Activation)queue;
        return _isDirect
            ? call.Invoke(activation.Instance)
            : FilteredCall<TCall, TResult>.InvokeAsync(in call, activation, source);
    }

    /// <summary>The activation of a key, made where there is none.</summary>
    internal virtual Activation Activate(string key)
    {
        while (true)
        {
            if (_activations.TryGetValue(key, out var found))
            {
                return found;
            }

            var made = Engine.Activate(this, key);
            if (_activations.TryAdd(key, made))
            {
                return made;
            }

            Engine.Forget();
        }
    }

    internal virtual void Remove(Activation activation) =>
        _activations.TryRemove(KeyValuePair.Create(activation.Key, activation));

    protected override TurnQueue Find(GrainReference? reference, string key)
    {
        if (reference?.Found is not Activation { Phase: not Phase.Closed } activation)
        {
            activation = Activate(key);
            if (reference is not null)
            {
                reference.Found = activation;
            }
        }

        activation.Touch();
        return activation;
    }
}
