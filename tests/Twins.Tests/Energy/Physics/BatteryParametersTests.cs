using Twins.Energy.Physics;

namespace Twins.Tests.Energy.Physics;

public sealed class BatteryParametersTests
{
    private static readonly BatteryParameters Good = BatteryParameters.FromRatings("bess-1", 200_000, 100_000, 90_000);

    [Fact]
    public void FromRatings_NamePlate_GivesThatEnergyAndPower()
    {
        Assert.Equal(200_000, Battery.StoredEnergyWh(Good, Battery.Start(Good, 1)), 1e-6);
        Assert.Equal(100_000, Good.MaxChargePowerW);
        Assert.Equal(90_000, Good.MaxDischargePowerW);
    }

    [Fact]
    public void Validated_NegativeCapacity_NamesElementAndValue()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Battery.Start(Good with { CapacityAh = -5 }, 0.5));

        Assert.Equal("CapacityAh", error.ParamName);
        Assert.Contains("bess-1: CapacityAh must be a finite number above 0, but it is -5.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validated_MinAboveMax_NamesTheRange()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => (Good with { MinStateOfCharge = 0.6, MaxStateOfCharge = 0.4 }).Validated());

        Assert.Contains("bess-1: MaxStateOfCharge must lie within 0.6 … 1, but it is 0.4.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Step_PowerIsNoNumber_NamesElementAndValue(double powerW)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => Battery.Step(Good, Battery.Start(Good, 0.5), new(powerW, 25), TimeSpan.FromSeconds(1)));

        Assert.Contains("bess-1: input.PowerW must be a finite number", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Step_NoTime_NamesTheStep()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => Battery.Step(Good, Battery.Start(Good, 0.5), new(0, 25), TimeSpan.Zero));

        Assert.Contains("bess-1: step must be longer than 0 s, but it is 0.", error.Message, StringComparison.Ordinal);
    }
}

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
