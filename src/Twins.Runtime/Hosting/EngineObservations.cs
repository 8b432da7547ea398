using System.Diagnostics.Metrics;

namespace Twins.Runtime.Hosting;

/// <summary>What is counted when somebody looks, by going over the grains in memory.</summary>
internal static class EngineObservations
{
    internal static void Register(GrainEngine engine)
    {
        engine.Metrics.ObserveQueues(
            () => Waiting(engine).Sum(static count => (long)count), () => Waiting(engine).DefaultIfEmpty().Max());
        engine.Metrics.ObserveActivations(() => engine.Classes.All.Select(each =>
            new Measurement<int>(each.Activations.Count(), new KeyValuePair<string, object?>("grain", each.GrainType.ToString()))));
    }

    private static IEnumerable<int> Waiting(GrainEngine engine) =>
        engine.Classes.All.SelectMany(each => each.Activations).Select(activation => activation.Waiting);
}
