namespace Twins.Benchmarks;

/// <summary>How often something happened per second, and what each time allocated.</summary>
internal readonly record struct Rate(double PerSecond, double BytesEach)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    /// <summary>Runs an amount of work: once to warm up, then three times of which the best counts.</summary>
    /// <param name="work">Does the work and returns how often the measured thing happened.</param>
    public static async Task<Rate> MeasureAsync(Func<Task<long>> work)
    {
        var time = TimeProvider.System;
        for (var start = time.GetTimestamp(); time.GetElapsedTime(start) < WarmUp;)
        {
            await work();
        }

        var best = default(Rate);
        for (var run = 0; run < 3; run++)
        {
            var bytes = GC.GetTotalAllocatedBytes(precise: true);
            var start = time.GetTimestamp();
            var count = await work();
            var seconds = time.GetElapsedTime(start).TotalSeconds;
            var rate = new Rate(count / seconds, (GC.GetTotalAllocatedBytes(precise: true) - bytes) / (double)count);
            best = rate.PerSecond > best.PerSecond ? rate : best;
        }

        return best;
    }
}
