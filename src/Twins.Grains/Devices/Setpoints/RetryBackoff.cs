namespace Twins.Grains.Devices.Setpoints;

/// <summary>When a revert, or the driving again of what still stands, is tried again that did not succeed: 5 s, doubled up to a minute. Pure.</summary>
internal static class RetryBackoff
{
    public static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>The pause after so many attempts in a row, from 1.</summary>
    public static TimeSpan After(int attempts)
    {
        TimeSpan pause = First * Math.Pow(2, Math.Clamp(attempts - 1, 0, 10));
        return pause < Longest ? pause : Longest;
    }
}
