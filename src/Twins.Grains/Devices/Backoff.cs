namespace Twins.Grains.Devices;

/// <summary>The pause before something is tried again that did not succeed: 5 s, doubled up to a minute.</summary>
internal static class Backoff
{
    public static readonly TimeSpan MinPause = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(1);

    /// <summary>The pause after so many attempts in a row that failed, from 1.</summary>
    public static TimeSpan After(int attempts)
    {
        TimeSpan pause = MinPause * Math.Pow(2, Math.Clamp(attempts - 1, 0, 10));
        return pause < MaxPause ? pause : MaxPause;
    }
}
