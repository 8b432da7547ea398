namespace Twins.Runtime.CodeGeneration;

/// <summary>The references that were generated for the interfaces of one assembly.</summary>
public abstract class GrainReferenceCatalog
{
    private readonly Dictionary<Type, Func<GrainRoute, string, GrainReference>> _factories = [];

    /// <summary>All interfaces that have a reference.</summary>
    public IReadOnlyCollection<Type> Interfaces => _factories.Keys;

    /// <summary>How references to one interface are made; null where none was generated.</summary>
    /// <param name="interfaceType">The interface.</param>
    public Func<GrainRoute, string, GrainReference>? Find(Type interfaceType) => _factories.GetValueOrDefault(interfaceType);

    /// <summary>Called by the generated constructor.</summary>
    /// <typeparam name="TInterface">The interface.</typeparam>
    /// <param name="factory">Makes a reference to it.</param>
    protected void Add<TInterface>(Func<GrainRoute, string, GrainReference> factory) => _factories.Add(typeof(TInterface), factory);
}
