namespace Twins.Runtime;

/// <summary>A grain interface method whose calls run between the turns of whatever else the grain has begun.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlwaysInterleaveAttribute : Attribute;
