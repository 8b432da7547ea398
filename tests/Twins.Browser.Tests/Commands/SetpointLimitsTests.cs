using Twins.OperatorConsole.Commands;
using Twins.OperatorConsole.Tests.Plant;

namespace Twins.OperatorConsole.Tests.Commands;

public sealed class SetpointLimitsTests
{
    [Fact]
    public void Of_RatedBattery_BindsByItsRatingsAndNamesThem()
    {
        var view = Described.View("industrial/bess-1", "powerSetpoint");
        var limits = SetpointLimits.Of(Described.Device("industrial/bess-1"), view.Point);
        Assert.Equal(-100_000, limits.Minimum);
        Assert.Equal(100_000, limits.Maximum);
        Assert.Equal(
            [("not below \u2212100.00\u00a0kW", "rating max charge power of the site file"), ("not above 100.00\u00a0kW", "rating max discharge power of the site file")],
            limits.Describe(view.Unit));
    }

    [Theory]
    [InlineData(-100_000, null)]
    [InlineData(-100_001, "rating max charge power of the site file")]
    [InlineData(100_001, "rating max discharge power of the site file")]
    public void BrokenBy_Value_IsTheNarrowestLimitThatItBreaks(double watts, string? source)
    {
        var limits = SetpointLimits.Of(Described.Device("industrial/bess-1"), Described.Point("industrial/bess-1", "powerSetpoint"));
        Assert.Equal(source, limits.BrokenBy(watts)?.Source);
    }
}
