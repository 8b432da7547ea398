namespace Twins.Runtime;

/// <summary>The name of a type, grain interface or method on wires and in storage, so that renaming the code changes nothing there.</summary>
/// <param name="alias">Unique among all aliased types; never changed.</param>
[AttributeUsage(
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Interface | AttributeTargets.Method,
    Inherited = false)]
public sealed class AliasAttribute(string alias) : Attribute
{
    /// <summary>The lasting name.</summary>
    public string Alias { get; } = alias;
}
