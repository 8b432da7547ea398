using System.Reflection;

namespace Twins.Runtime.CodeGeneration;

/// <summary>One method of a grain or observer interface, as generated references know it.</summary>
/// <param name="interfaceType">The interface that declares it.</param>
/// <param name="name">Its name.</param>
/// <param name="parameters">Its parameters' types.</param>
/// <param name="traits">How its calls are treated.</param>
public sealed class GrainMethod(Type interfaceType, string name, Type[] parameters, GrainMethodTraits traits)
{
    private MethodInfo? _method;

    /// <summary>The interface that declares it.</summary>
    public Type InterfaceType { get; } = interfaceType;

    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>How its calls are treated.</summary>
    public GrainMethodTraits Traits { get; } = traits;

    /// <summary>The method as reflection knows it; looked up when first asked for.</summary>
    public MethodInfo Method => _method ??= InterfaceType.GetMethod(Name, parameters)
        ?? throw new MissingMethodException(InterfaceType.FullName, Name);

    /// <inheritdoc/>
    public override string ToString() => $"{InterfaceType.Name}.{Name}";
}
