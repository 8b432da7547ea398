namespace Twins.Conformance.Tests;

/// <summary>The times that both fixtures configure, short enough to be waited for where the clock cannot be turned.</summary>
public static class Timing
{
    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(3);

    public static readonly TimeSpan IdleAge = TimeSpan.FromSeconds(4);

    public static readonly TimeSpan IdleCheck = TimeSpan.FromSeconds(1);

    /// <summary>The longest that a test waits for what has to come.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
}
