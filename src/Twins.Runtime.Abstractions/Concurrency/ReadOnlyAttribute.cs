namespace Twins.Runtime;

/// <summary>A grain interface method that changes nothing: its calls run between the turns of other read-only calls, never of writing ones.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadOnlyAttribute : Attribute;
