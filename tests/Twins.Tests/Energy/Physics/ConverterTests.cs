using Twins.Energy.Physics;

namespace Twins.Tests.Energy.Physics;

public sealed class ConverterTests
{
    private static readonly ConverterParameters Interlink = ConverterParameters.FromRatings("ic-1", 100_000, 700);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(0.2);

    [Theory]
    [InlineData(0)]
    [InlineData(100_000)]
    [InlineData(-100_000)]
    [InlineData(35_000)]
    [InlineData(-200)]
    public void Step_AnyPower_ConservesEnergy(double dcW)
    {
        var (_, output) = Converter.Step(Interlink, default, new(ConverterMode.Power, dcW, 10_000, 400, 700), Step);

        Assert.Equal(0, output.DcPowerW + output.AcPowerW + output.LossW, 1e-9);
        Assert.True(output.LossW > 0);
        var currentA = output.AcCurrentA;
        var lossW = Interlink.StandbyLossW + (Interlink.LinearLossWPerA * currentA) + (Interlink.QuadraticLossOhm * currentA * currentA);
        Assert.Equal(lossW, output.LossW, 1e-6);
    }

    [Fact]
    public void Step_RatedPower_IsAboutNinetyEightPercent()
    {
        var (_, output) = Converter.Step(Interlink, default, new(ConverterMode.Power, 100_000, 0, 400, 700), Step);

        Assert.InRange(100_000 / -output.AcPowerW, 0.975, 0.985);
    }

    [Fact]
    public void Step_Off_DoesNothing()
    {
        var (state, output) = Converter.Step(Interlink, new(50_000), new(ConverterMode.Off, 50_000, 0, 400, 700), Step);

        Assert.Equal(default, state);
        Assert.Equal(default, output);
    }

    [Fact]
    public void Step_Ramp_LimitsTheChange()
    {
        var slow = Interlink with { RampWPerS = 10_000 };
        var state = new ConverterState(0);
        for (var i = 1; i <= 5; i++)
        {
            (state, var output) = Converter.Step(slow, state, new(ConverterMode.Power, -50_000, 0, 400, 700), Step);
            Assert.Equal(-2_000 * i, output.DcPowerW, 1e-9);
        }
    }

    [Fact]
    public void Step_ReactiveBeyondTheRating_IsCut()
    {
        var (_, output) = Converter.Step(Interlink, default, new(ConverterMode.Power, 80_000, 90_000, 400, 700), Step);

        Assert.Equal(60_000, output.ReactivePowerVar, 1e-6);
    }

    [Fact]
    public void OnDcBus_DroopMode_HoldsTheBusWithinItsLimits()
    {
        var source = Interlink.OnDcBus(700, 0.5);

        var balance = DcBusEquilibrium.Solve([source], new(-40_000));
        var dcW = source.CurrentA(balance.VoltageV) * balance.VoltageV;

        Assert.Equal(40_000, dcW, 1e-6);
        Assert.True(balance.VoltageV < 700);
        Assert.Equal(100_000 / 700.0, source.MaxCurrentA, 1e-9);
    }

    [Fact]
    public void Step_NoAcVoltage_NamesElementAndValue()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => Converter.Step(Interlink, default, new(ConverterMode.Power, 0, 0, 0, 700), Step));

        Assert.Contains("ic-1: input.AcVoltageV must be a finite number above 0, but it is 0.", error.Message, StringComparison.Ordinal);
    }
}

public sealed class TrackingConverterTests
{
    private static readonly TrackingConverterParameters Parameters = TrackingConverterParameters.FromRatings("roof", 1_000, 700);

    [Theory]
    [InlineData(20, 700)]
    [InlineData(300, 650)]
    [InlineData(1_000, 700)]
    [InlineData(1_030, 760)]
    public void Convert_PowerOfTheString_IsPowerIntoTheBusAndLoss(double stringW, double busV)
    {
        var output = TrackingConverter.Convert(Parameters, stringW, busV);

        var lossW = Parameters.StandbyLossW + (Parameters.LinearLossWPerA * output.CurrentA) + (Parameters.QuadraticLossOhm * output.CurrentA * output.CurrentA);
        Assert.Equal(lossW, output.LossW, 1e-9);
        Assert.Equal(stringW, output.PowerW + output.LossW, 1e-9);
        Assert.Equal(busV * output.CurrentA, output.PowerW, 1e-9);
        Assert.Equal(100 * output.PowerW / stringW, output.EfficiencyPercent, 1e-9);
    }

    [Fact]
    public void Convert_RatedPower_Is97Percent()
    {
        var stringW = TrackingConverter.StringPowerW(Parameters, 1_000, 700);

        Assert.Equal(1_030, stringW, 1e-9);
        Assert.Equal(97.087, TrackingConverter.Convert(Parameters, stringW, 700).EfficiencyPercent, 1e-3);
    }

    [Theory]
    [InlineData(0, 700)]
    [InlineData(4.9, 700)]
    [InlineData(500, 0)]
    public void Convert_DarkOrDeadBus_DeliversNothing(double stringW, double busV)
    {
        var output = TrackingConverter.Convert(Parameters, stringW, busV);

        Assert.Equal((0.0, 0.0, 0.0), (output.PowerW, output.CurrentA, output.EfficiencyPercent));
    }

    [Theory]
    [InlineData(250)]
    [InlineData(999)]
    [InlineData(double.PositiveInfinity)]
    public void StringPower_OfALimit_GivesTheLimitOrTheRatedPower(double limitW)
    {
        var stringW = TrackingConverter.StringPowerW(Parameters, limitW, 710);

        Assert.Equal(Math.Min(limitW, 1_000), TrackingConverter.Convert(Parameters, stringW, 710).PowerW, 1e-9);
    }

    [Fact]
    public void Convert_NegativePower_NamesElementAndValue()
    {
        var refusal = Assert.Throws<ArgumentOutOfRangeException>(() => TrackingConverter.Convert(Parameters, -1, 700));

        Assert.Contains("roof", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("-1", refusal.Message, StringComparison.Ordinal);
    }
}
