namespace Twins.Runtime;

/// <summary>Promises that a value never changes once it was sent, so that it may be shared instead of copied.</summary>
[AttributeUsage(
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter,
    Inherited = false)]
public sealed class ImmutableAttribute : Attribute;
