using Twins.Energy.Physics.Thermal;

namespace Twins.Tests.Energy.Physics.Thermal;

public sealed class FanTests
{
    private static readonly FanParameters Rack = new FanParameters { Element = "fan-1", RatedPowerW = 805, RatedFlowM3PerH = 6_000 }.Validated();

    [Theory]
    [InlineData(1, -805, 6_000)]
    [InlineData(0.5, -105, 3_000)]
    [InlineData(0, -5, 0)]
    public void Step_Settled_FollowsTheAffinityLaws(double speed, double powerW, double flowM3PerH)
    {
        var (state, output) = Fan.Step(Rack, default, speed, TimeSpan.FromMinutes(10));

        Assert.Equal(speed, state.Speed, 1e-9);
        Assert.Equal(powerW, output.PowerW, 1e-6);
        Assert.Equal(flowM3PerH, output.FlowM3PerH, 1e-6);
    }

    [Fact]
    public void Step_OneTimeConstant_IsSixtyThreePercentThere()
    {
        var (state, _) = Fan.Step(Rack, default, 1, TimeSpan.FromSeconds(4));

        Assert.Equal(1 - Math.Exp(-1), state.Speed, 1e-12);
    }

    [Fact]
    public void Step_SpeedAboveFull_NamesElementAndValue()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Fan.Step(Rack, default, 1.5, TimeSpan.FromSeconds(1)));

        Assert.Contains("fan-1: speedSetpoint must lie within 0 … 1, but it is 1.5.", error.Message, StringComparison.Ordinal);
    }
}
