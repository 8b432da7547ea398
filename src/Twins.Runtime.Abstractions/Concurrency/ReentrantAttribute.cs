namespace Twins.Runtime;

/// <summary>A grain class all of whose calls may run between each other's turns. Still only one turn runs at a time.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReentrantAttribute : Attribute;
