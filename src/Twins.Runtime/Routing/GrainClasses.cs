using System.Reflection;
using Twins.Runtime.Hosting;

namespace Twins.Runtime.Routing;

/// <summary>The grain classes of the configured assemblies, by the interfaces that they implement.</summary>
internal sealed class GrainClasses
{
    private readonly Dictionary<Type, List<GrainClass>> _byInterface = [];
    private readonly List<GrainClass> _all = [];

    internal GrainClasses(GrainEngine engine, IEnumerable<Assembly> assemblies)
    {
        foreach (var type in assemblies.Distinct().SelectMany(assembly => assembly.GetTypes()).Where(IsGrainClass))
        {
            Add(type.IsDefined(typeof(StatelessWorkerAttribute)) ? new StatelessWorkerClass(engine, type) : new GrainClass(engine, type));
        }
    }

    internal IReadOnlyList<GrainClass> All => _all;

    /// <summary>The one class that implements an interface.</summary>
    /// <exception cref="ArgumentException">There is none, or there are several and the prefix names none or several of them.</exception>
    internal GrainClass Find(Type interfaceType, string? classNamePrefix)
    {
        var found = _byInterface.GetValueOrDefault(interfaceType, [])
            .Where(each => classNamePrefix is null || each.Type.FullName!.StartsWith(classNamePrefix, StringComparison.Ordinal))
            .ToList();
        return found switch
        {
            [var only] => only,
            [] => throw new ArgumentException(
                $"No grain class{Named(classNamePrefix)} implements {interfaceType}. "
                + $"Is its assembly among {nameof(Hosting.RuntimeOptions)}.{nameof(Hosting.RuntimeOptions.GrainAssemblies)}?",
                nameof(interfaceType)),
            _ => throw new ArgumentException(
                $"Several grain classes{Named(classNamePrefix)} implement {interfaceType}: {string.Join(", ", found.Select(each => each.Type))}.",
                nameof(interfaceType)),
        };
    }

    private static string Named(string? prefix) => prefix is null ? "" : $" whose name begins with \"{prefix}\"";

    private static bool IsGrainClass(Type type) => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(Grain));

    private void Add(GrainClass grainClass)
    {
        if (_all.Find(each => each.GrainType == grainClass.GrainType) is { } other)
        {
            throw new ArgumentException(
                $"{other.Type} and {grainClass.Type} are both called \"{grainClass.GrainType}\" in identities; one of them needs another name.",
                nameof(grainClass));
        }

        _all.Add(grainClass);
        foreach (var implemented in grainClass.Type.GetInterfaces().Where(each => each.IsAssignableTo(typeof(IGrain))))
        {
            if (!_byInterface.TryGetValue(implemented, out var classes))
            {
                _byInterface.Add(implemented, classes = []);
            }

            classes.Add(grainClass);
        }
    }
}
