using System.Collections.Concurrent;
using System.Reflection;
using Twins.Runtime.Activations;
using Twins.Runtime.CodeGeneration;
using Twins.Runtime.Hosting;
using Twins.Runtime.Turns;

namespace Twins.Runtime.Routing;

/// <summary>A stateless worker class: the calls of a key go to whichever of its activations has least to do.</summary>
internal sealed class StatelessWorkerClass(GrainEngine engine, Type type) : GrainClass(engine, type)
{
    private readonly int _maxWorkers = type.GetCustomAttribute<StatelessWorkerAttribute>()!.MaxLocalWorkers;
    private readonly ConcurrentDictionary<string, Activation[]> _workers = new(StringComparer.Ordinal);

    internal override IEnumerable<Activation> Activations => _workers.Values.SelectMany(each => each);

    internal override Activation Activate(string key)
    {
        while (true)
        {
            var current = _workers.GetValueOrDefault(key);
            var best = current?.MinBy(worker => worker.Load);
            if (best is not null && (best.Load == 0 || current!.Length == _maxWorkers))
            {
                return best;
            }

            var made = Engine.Activate(this, key);
            if (current is null ? _workers.TryAdd(key, [made]) : _workers.TryUpdate(key, [.. current, made], current))
            {
                return made;
            }

            Engine.Forget();
        }
    }

    internal override void Remove(Activation activation)
    {
        while (_workers.TryGetValue(activation.Key, out var current))
        {
            Activation[] rest = [.. current.Where(worker => !ReferenceEquals(worker, activation))];
            if (rest.Length == 0
                ? _workers.TryRemove(KeyValuePair.Create(activation.Key, current))
                : _workers.TryUpdate(activation.Key, rest, current))
            {
                return;
            }
        }
    }

    protected override TurnQueue Find(GrainReference? reference, string key)
    {
        var worker = Activate(key);
        worker.Touch();
        return worker;
    }
}
