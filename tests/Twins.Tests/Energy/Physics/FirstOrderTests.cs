using Twins.Energy.Physics;

namespace Twins.Tests.Energy.Physics;

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
