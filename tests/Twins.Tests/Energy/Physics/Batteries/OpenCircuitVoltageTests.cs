using Twins.Energy.Physics.Batteries;

namespace Twins.Tests.Energy.Physics.Batteries;

public sealed class OpenCircuitVoltageTests
{
    private static readonly OpenCircuitVoltage Curve = new((0, 300), (0.5, 320), (1, 400));

    [Theory]
    [InlineData(0, 300)]
    [InlineData(0.25, 310)]
    [InlineData(0.5, 320)]
    [InlineData(0.75, 360)]
    [InlineData(1, 400)]
    [InlineData(-1, 300)]
    [InlineData(2, 400)]
    public void At_BetweenPoints_IsLinear(double stateOfCharge, double voltageV) =>
        Assert.Equal(voltageV, Curve.At(stateOfCharge), 9);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.25, 76.25)]
    [InlineData(0.5, 155)]
    [InlineData(1, 335)]
    public void Integral_FromEmpty_IsTheAreaUnderTheCurve(double stateOfCharge, double integralV) =>
        Assert.Equal(integralV, Curve.Integral(stateOfCharge), 9);

    [Theory]
    [InlineData(0.1, 1.0)]
    [InlineData(0.0, 0.9)]
    public void Constructor_EndsAreNotEmptyAndFull_Throws(double first, double last) =>
        Assert.Throws<ArgumentException>(() => new OpenCircuitVoltage((first, 300), (last, 400)));

    [Fact]
    public void Constructor_NaN_NamesThePoint()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new OpenCircuitVoltage((0, 300), (0.5, double.NaN), (1, 400)));

        Assert.Contains("points[1].VoltageV must be a finite number above 0, but it is NaN", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LithiumIronPhosphate_230Cells_IsA750VoltString() =>
        Assert.InRange(OpenCircuitVoltage.LithiumIronPhosphate(230).MeanV, 735, 765);
}
