namespace Twins.Conformance.Tests;

/// <summary>The bounds that both fixtures configure.</summary>
public static class Limits
{
    public const int MaxQueuedCalls = 500;
}
