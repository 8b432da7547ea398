using Twins.Energy.Physics.Converters;

namespace Twins.Tests.Energy.Physics.Converters;

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
