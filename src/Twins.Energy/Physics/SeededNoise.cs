namespace Twins.Energy.Physics;

/// <summary>
/// Noise as a pure function of seed and time: the same at any step length, in any order and on any machine, so that a simulated day
/// repeats exactly at every speed. Lattice values come from the SplitMix64 finaliser (Steele, Lea, Flood: "Fast splittable
/// pseudorandom number generators", OOPSLA 2014); between them a quintic smooth step keeps the curve and its slope continuous
/// (Perlin: "Improving noise", SIGGRAPH 2002).
/// </summary>
public static class SeededNoise
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    /// <summary>A uniform value in [0, 1) for one cell of a seed's lattice.</summary>
    /// <param name="seed">The stream of noise; different seeds are unrelated.</param>
    /// <param name="cell">The index of the cell; any integer.</param>
    /// <returns>A number in [0, 1), always the same for the same arguments.</returns>
    public static double Uniform(ulong seed, long cell)
    {
        var mixed = Mix(seed + (GoldenGamma * (unchecked((ulong)cell) + 1)));
        return (Mix(mixed ^ seed) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>A smooth curve through uniform values, one per period.</summary>
    /// <param name="seed">The stream of noise.</param>
    /// <param name="time">The instant.</param>
    /// <param name="period">Distance between the lattice points; how slowly the curve changes. Longer than zero.</param>
    /// <returns>A number in [−1, 1) with mean 0.</returns>
    public static double Smooth(ulong seed, DateTimeOffset time, TimeSpan period)
    {
        if (period <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(period), period, "noise: the period must be longer than zero.");
        }

        var cell = Math.DivRem(time.UtcTicks, period.Ticks, out var rest);
        var x = (double)rest / period.Ticks;
        var blend = x * x * x * ((x * ((x * 6) - 15)) + 10);
        var from = Uniform(seed, cell);
        return (2 * (from + ((Uniform(seed, cell + 1) - from) * blend))) - 1;
    }

    /// <summary>A stream of its own for one purpose of one element, derived from the site's seed and a name.</summary>
    /// <param name="seed">The seed of the whole.</param>
    /// <param name="name">The purpose, for example <c>bess-1/temperature</c>. Compared by ordinal characters.</param>
    /// <returns>A seed that does not depend on the process (unlike <see cref="string.GetHashCode()"/>).</returns>
    public static ulong Derive(ulong seed, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var derived = Mix(seed + GoldenGamma);
        foreach (var character in name)
        {
            derived = Mix(derived ^ character) + GoldenGamma;
        }

        return derived;
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}

/// <summary>
/// The exact answer of a first-order lag <c>τ·dx/dt = x∞ − x</c> over one step with a constant target. Exact at any step length,
/// so accelerated runs neither oscillate nor drift.
/// </summary>
public static class FirstOrder
{
    /// <summary>The value at the end of the step.</summary>
    /// <param name="present">The value at the beginning.</param>
    /// <param name="target">x∞, in the same unit: where the value would settle.</param>
    /// <param name="step">Length of the step, not negative.</param>
    /// <param name="timeConstantS">τ in s, above 0: after it 63 % of the way is done.</param>
    /// <returns>The value, between present and target.</returns>
    public static double Approach(double present, double target, TimeSpan step, double timeConstantS) =>
        target + ((present - target) * Math.Exp(-step.TotalSeconds / timeConstantS));

    /// <summary>The mean over the step: what integrates to the energy that flowed.</summary>
    /// <param name="present">The value at the beginning.</param>
    /// <param name="target">x∞, in the same unit.</param>
    /// <param name="step">Length of the step, not negative.</param>
    /// <param name="timeConstantS">τ in s, above 0.</param>
    /// <returns>The mean, between present and target.</returns>
    public static double Mean(double present, double target, TimeSpan step, double timeConstantS)
    {
        var ratio = step.TotalSeconds / timeConstantS;
        return target + ((present - target) * (ratio < 1e-9 ? 1 : -double.ExpM1(-ratio) / ratio));
    }
}
