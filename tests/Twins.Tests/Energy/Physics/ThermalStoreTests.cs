using Twins.Energy.Physics;

namespace Twins.Tests.Energy.Physics;

public sealed class ThermalStoreTests
{
    private static readonly ThermalStoreParameters Tank = new ThermalStoreParameters { Element = "tank-1", HeatCapacityWhPerK = 11_630, LossWPerK = 20 }.Validated();

    [Theory]
    [InlineData(0.25)]
    [InlineData(60)]
    [InlineData(86_400)]
    public void Step_AnyOfferAndWish_ConservesEnergy(double stepS)
    {
        var random = new Random(2);
        var state = new ThermalStoreState(45);
        var step = TimeSpan.FromSeconds(stepS);
        var storedWh = 15 * Tank.HeatCapacityWhPerK;
        for (var i = 0; i < 1_000; i++)
        {
            var input = new ThermalStoreInput(80_000 * random.NextDouble(), 90_000 * random.NextDouble(), 20 * random.NextDouble());
            (state, var output) = ThermalStore.Step(Tank, state, input, step);

            var flow = (output.HeatTakenW - output.HeatGivenW - output.LossW) * step.TotalHours;
            Assert.Equal(output.StoredEnergyWh - storedWh, flow, 1e-9 * Math.Max(1e6, Math.Abs(flow)));
            Assert.InRange(output.HeatTakenW, 0, input.HeatOfferedW);
            Assert.InRange(output.HeatGivenW, 0, input.HeatWantedW);
            storedWh = output.StoredEnergyWh;
        }
    }

    [Fact]
    public void Step_Full_TakesNoMore()
    {
        var (_, output) = ThermalStore.Step(Tank, new(60), new(50_000, 0, 20), TimeSpan.FromMinutes(1));

        Assert.Equal(0, output.HeatTakenW);
    }

    [Fact]
    public void Step_TooCold_GivesOnlyWhatComesIn()
    {
        var (_, output) = ThermalStore.Step(Tank, new(30), new(10_000, 50_000, 20), TimeSpan.FromMinutes(1));

        Assert.Equal(10_000, output.HeatGivenW);
    }

    [Fact]
    public void Step_WithoutLoss_OnlyIntegrates()
    {
        var (state, output) = ThermalStore.Step(Tank with { LossWPerK = 0 }, new(40), new(11_630, 0, 20), TimeSpan.FromHours(1));

        Assert.Equal(41, state.TemperatureC, 1e-9);
        Assert.Equal(0, output.LossW);
    }

    [Fact]
    public void Validated_NegativeCapacity_NamesElementAndValue()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => (Tank with { HeatCapacityWhPerK = -1 }).Validated());

        Assert.Contains("tank-1: HeatCapacityWhPerK must be a finite number above 0, but it is -1.", error.Message, StringComparison.Ordinal);
    }
}

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
