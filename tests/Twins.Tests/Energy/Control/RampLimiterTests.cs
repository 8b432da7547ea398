using Twins.Energy.Control;

namespace Twins.Tests.Energy.Control;

public sealed class RampLimiterTests
{
    [Fact]
    public void Step_FarTarget_MovesByTheRateAndArrives()
    {
        var value = 0.0;
        var script = new List<double>();
        foreach (var target in new[] { 100.0, 100, 100, -20, -20, -20 })
        {
            value = RampLimiter.Step(value, target, risePerSecond: 40, fallPerSecond: 60, TimeSpan.FromSeconds(1));
            script.Add(value);
        }

        Assert.Equal([40, 80, 100, 40, -20, -20], script);
    }

    [Fact]
    public void Step_NoLimits_IsTheTarget() =>
        Assert.Equal(5, RampLimiter.Step(0, 5, double.PositiveInfinity, double.PositiveInfinity, TimeSpan.FromSeconds(1)));

    [Fact]
    public void Step_NotANumber_IsRefusedByName()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => RampLimiter.Step(0, double.NaN, 1, 1, TimeSpan.FromSeconds(1)));

        Assert.StartsWith("target must be a finite number.", error.Message, StringComparison.Ordinal);
    }
}
