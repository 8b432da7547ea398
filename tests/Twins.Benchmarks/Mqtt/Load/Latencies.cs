using System.Numerics;

namespace Twins.Benchmarks.Mqtt.Load;

/// <summary>Counts durations by their size, each class at most 7 % wide, so that millions of them need no memory.</summary>
internal sealed class Latencies
{
    private const int StepBits = 4;

    private readonly long[] _counts = new long[64 << StepBits];
    private long _count;

    public void Add(TimeSpan duration)
    {
        _counts[ClassOf(Math.Max(1, duration.Ticks))]++;
        _count++;
    }

    public void Add(Latencies other)
    {
        for (var index = 0; index < _counts.Length; index++)
        {
            _counts[index] += other._counts[index];
        }

        _count += other._count;
    }

    /// <summary>The duration that such a fraction did not exceed, within 7 %.</summary>
    public TimeSpan Percentile(double fraction)
    {
        var wanted = (long)Math.Ceiling(fraction * _count);
        var index = 0;
        for (long passed = _counts[0]; passed < wanted; passed += _counts[++index])
        {
        }

        return TimeSpan.FromTicks(UpperEnd(index));
    }

    private static int ClassOf(long ticks)
    {
        var magnitude = BitOperations.Log2((ulong)ticks);
        var step = magnitude >= StepBits ? ticks >> (magnitude - StepBits) : ticks << (StepBits - magnitude);
        return (magnitude << StepBits) | (int)(step & ((1 << StepBits) - 1));
    }

    private static long UpperEnd(int index)
    {
        var magnitude = index >> StepBits;
        var step = (1L << StepBits) + (index & ((1 << StepBits) - 1)) + 1;
        return magnitude >= StepBits ? step << (magnitude - StepBits) : step >> (StepBits - magnitude);
    }
}
