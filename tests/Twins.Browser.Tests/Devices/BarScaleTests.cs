using Twins.OperatorConsole.Devices;

namespace Twins.OperatorConsole.Tests.Devices;

public sealed class BarScaleTests
{
    [Fact]
    public void Around_BothLimits_LeavesRoomBeyondThem()
    {
        var scale = BarScale.Around(-100, 100);
        Assert.Equal((-120, 120), (scale.Low, scale.High));
        Assert.Equal("50%", scale.Percent(0));
        Assert.Equal(("25%", "25%"), scale.Fill(-60));
    }

    [Fact]
    public void Around_UpperLimitOnly_BeginsAtZero()
    {
        var scale = BarScale.Around(null, 100);
        Assert.Equal(0, scale.Low);
        Assert.Null(scale.LowerLimit);
    }

    [Theory]
    [InlineData(-100, false)]
    [InlineData(-100.1, true)]
    [InlineData(100.1, true)]
    public void IsBroken_BeyondALimit_Only(double value, bool broken) => Assert.Equal(broken, BarScale.Around(-100, 100).IsBroken(value));

    [Fact]
    public void Position_BeyondTheBar_IsItsEnd() => Assert.Equal(1, BarScale.Span(new(0, 100)).Position(250));
}
