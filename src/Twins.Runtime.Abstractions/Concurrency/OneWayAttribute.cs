namespace Twins.Runtime;

/// <summary>A method whose caller waits for nothing: the call is complete once it was sent, and its outcome is not reported.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OneWayAttribute : Attribute;
