namespace Twins.Adapters;

/// <summary>A delay that doubles with each failure up to a limit, varied at random so that many do not move in step.</summary>
/// <param name="initial">The delay after the first failure.</param>
/// <param name="maximum">The limit, before the random part.</param>
/// <param name="jitter">The largest deviation to either side, as a fraction of the delay.</param>
internal sealed class ExponentialBackoff(TimeSpan initial, TimeSpan maximum, double jitter)
{
    // Beyond 2^30 any initial delay is over any limit; the exponent stays finite however long a device is dead.
    private const int MaxDoublings = 30;

    /// <summary>The delay after so many failures in a row, 1 and up.</summary>
    /// <param name="failures">Failures in a row.</param>
    /// <param name="random">A number in [0, 1): 0 gives the shortest delay.</param>
    public TimeSpan Delay(int failures, double random)
    {
        var doubled = initial * Math.Pow(2, Math.Min(failures - 1, MaxDoublings));
        var limited = doubled < maximum ? doubled : maximum;
        return limited * (1 + (jitter * ((2 * random) - 1)));
    }
}
