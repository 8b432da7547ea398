namespace Twins.Conformance.Tests;

/// <summary>What both fixtures configure under a name.</summary>
public static class Names
{
    public const string Streams = "conformance";

    public const string Storage = "conformance";
}
