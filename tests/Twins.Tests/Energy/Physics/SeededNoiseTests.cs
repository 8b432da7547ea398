using Twins.Energy.Physics;

namespace Twins.Tests.Energy.Physics;

public sealed class SeededNoiseTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Uniform_SameSeedAndCell_IsAlwaysTheSameNumber()
    {
        // Written down once: the same on every machine and in every release, or recorded simulations would not repeat.
        Assert.Equal(SeededNoise.Uniform(42, 7), SeededNoise.Uniform(42, 7));
        Assert.NotEqual(SeededNoise.Uniform(42, 7), SeededNoise.Uniform(43, 7));
        Assert.NotEqual(SeededNoise.Uniform(42, 7), SeededNoise.Uniform(42, 8));
    }

    [Fact]
    public void Uniform_ManyCells_IsUniform()
    {
        var counts = new int[10];
        double sum = 0;
        for (var cell = -50_000; cell < 50_000; cell++)
        {
            var value = SeededNoise.Uniform(1, cell);
            Assert.InRange(value, 0, 1 - 1e-16);
            counts[(int)(value * 10)]++;
            sum += value;
        }

        Assert.InRange(sum / 100_000, 0.495, 0.505);
        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
    }

    [Fact]
    public void Smooth_SmallTimeSteps_MovesLittle()
    {
        var period = TimeSpan.FromMinutes(4);
        var last = SeededNoise.Smooth(3, Noon, period);
        for (var s = 1; s < 3600; s++)
        {
            var next = SeededNoise.Smooth(3, Noon.AddSeconds(s), period);
            Assert.InRange(next, -1, 1);
            // The steepest slope of the quintic step is 1.875 per period, and a lattice step is at most 2.
            Assert.True(Math.Abs(next - last) <= 2 * 1.875 / 240);
            last = next;
        }
    }

    [Fact]
    public void Derive_DifferentNames_GivesUnrelatedSeeds()
    {
        var seeds = Enumerable.Range(0, 1000).Select(i => SeededNoise.Derive(9, $"device-{i}")).ToHashSet();

        Assert.Equal(1000, seeds.Count);
    }

    [Fact]
    public void Smooth_PeriodZero_NamesIt()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => SeededNoise.Smooth(1, Noon, TimeSpan.Zero));

        Assert.Contains("period must be longer than zero", error.Message, StringComparison.Ordinal);
    }
}

public sealed class FirstOrderTests
{
    [Fact]
    public void Approach_OneStepOrMany_IsTheSame()
    {
        var many = 10.0;
        for (var i = 0; i < 600; i++)
        {
            many = FirstOrder.Approach(many, 50, TimeSpan.FromSeconds(0.1), 25);
        }

        Assert.Equal(FirstOrder.Approach(10, 50, TimeSpan.FromSeconds(60), 25), many, 1e-9);
    }

    [Theory]
    [InlineData(1e-9)]
    [InlineData(0.5)]
    [InlineData(60)]
    [InlineData(1e6)]
    public void Mean_AnyStep_AgreesWithTheChange(double stepS)
    {
        // dx/dt = (x∞ − x)/τ, integrated: change = (x∞ − mean)·t/τ.
        var step = TimeSpan.FromSeconds(Math.Max(stepS, 1e-7));
        var change = FirstOrder.Approach(10, 50, step, 25) - 10;
        var mean = FirstOrder.Mean(10, 50, step, 25);

        Assert.Equal(change, (50 - mean) * step.TotalSeconds / 25, 1e-9);
    }
}
