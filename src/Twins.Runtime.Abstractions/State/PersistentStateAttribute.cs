namespace Twins.Runtime;

/// <summary>A constructor parameter of type <see cref="IPersistentState{TState}"/>: it is read before the grain's activation.</summary>
/// <param name="stateName">The name of this part of the grain's state; unique within the grain class.</param>
/// <param name="storageName">Which storage holds it; null for the default one.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute
{
    /// <summary>The name of this part of the grain's state.</summary>
    public string StateName { get; } = stateName;

    /// <summary>Which storage holds it; null for the default one.</summary>
    public string? StorageName { get; } = storageName;
}
