using System.Collections.Concurrent;
using System.Reflection;
using Twins.Runtime.CodeGeneration;
using Twins.Runtime.Hosting;
using Twins.Runtime.Observers;

namespace Twins.Runtime.Routing;

/// <summary>Makes references to grains and observers.</summary>
internal sealed class GrainFactory(GrainEngine engine) : IClusterClient
{
    private readonly ConcurrentDictionary<(Type Interface, string? Prefix), Maker> _makers = new();
    private readonly ObserverRoute _observers = new(engine);

    public IServiceProvider ServiceProvider => engine.Services;

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrEmpty(primaryKey);
        if (!_makers.TryGetValue((typeof(TGrainInterface), grainClassNamePrefix), out var maker))
        {
            maker = new Maker(
                References.FactoryOf(typeof(TGrainInterface)), engine.Classes.Find(typeof(TGrainInterface), grainClassNamePrefix));
            _makers.TryAdd((typeof(TGrainInterface), grainClassNamePrefix), maker);
        }

        return (TGrainInterface)(object)maker.Create(maker.Class, primaryKey);
    }

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        ArgumentNullException.ThrowIfNull(obj);
        if (obj is GrainReference or Grain)
        {
            throw new ArgumentException($"{obj} is a grain or a reference already; an observer is an object that is neither.", nameof(obj));
        }

        var reference = References.FactoryOf(typeof(TGrainObserverInterface))(_observers, _observers.NextKey());
        reference.Found = new ObserverQueue(engine, reference.Key, obj);
        return (TGrainObserverInterface)(object)reference;
    }

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        if (obj is not GrainReference { Found: ObserverQueue queue })
        {
            throw new ArgumentException($"{obj} is no reference that {nameof(CreateObjectReference)} gave.", nameof(obj));
        }

        queue.Delete();
    }

    private sealed record Maker(Func<GrainRoute, string, GrainReference> Create, GrainClass Class);

    /// <summary>The generated references, found through the assembly of their interface.</summary>
    private static class References
    {
        private static readonly ConcurrentDictionary<Assembly, GrainReferenceCatalog?> Catalogs = new();

        internal static Func<GrainRoute, string, GrainReference> FactoryOf(Type interfaceType) =>
            Catalogs.GetOrAdd(interfaceType.Assembly, Load)?.Find(interfaceType)
            ?? throw new ArgumentException(
                $"No reference was generated for {interfaceType}: its project has to be built with the grain reference generator.",
                nameof(interfaceType));

        private static GrainReferenceCatalog? Load(Assembly assembly) =>
            assembly.GetCustomAttribute<GrainReferenceCatalogAttribute>() is { } attribute
                ? (GrainReferenceCatalog)Activator.CreateInstance(attribute.CatalogType)!
                : null;
    }
}
