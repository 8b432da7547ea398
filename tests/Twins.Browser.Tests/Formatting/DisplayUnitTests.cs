using Twins.OperatorConsole.Formatting;
using Twins.OperatorConsole.Tests.Plant;

namespace Twins.OperatorConsole.Tests.Formatting;

public sealed class DisplayUnitTests
{
    [Theory]
    [InlineData("industrial/bess-1", "activePower", "kW", 2)] // deadband 20 W
    [InlineData("industrial/bess-1", "powerSetpoint", "kW", 2)] // as the power that follows it
    [InlineData("industrial/bess-1", "stateOfCharge", "%", 1)] // deadband 0.05 %
    [InlineData("industrial/bess-1", "energyDelivered", "kWh", 1)]
    [InlineData("industrial/bess-1", "voltage", "V", 1)]
    [InlineData("industrial/bess-1", "cycles", "", 0)]
    [InlineData("stuttgart-dc/pdu-1", "outlets.1.power", "W", 0)] // deadband 2 W: an outlet's watts matter
    [InlineData("industrial/grid-meter", "frequency", "Hz", 2)]
    public void For_DescribedPoint_TakesUnitAndDecimalsFromItsResolution(string device, string point, string symbol, int decimals)
    {
        var unit = Described.View(device, point).Unit;
        Assert.Equal(symbol, unit.Symbol);
        Assert.Equal(decimals, unit.Decimals);
    }

    [Theory]
    [InlineData(-50_000, "\u221250.0\u00a0kW")]
    [InlineData(50_000, "50.0\u00a0kW")]
    [InlineData(0, "0.0\u00a0kW")]
    [InlineData(-40, "0.0\u00a0kW")] // no "−0.0"
    [InlineData(-50, "\u22120.1\u00a0kW")]
    [InlineData(1_234_567, "1\u202f234.6\u00a0kW")]
    public void Text_Power_KeepsItsSignAndNeverShowsANegativeZero(double watts, string text) =>
        Assert.Equal(text, DisplayUnit.Kilowatts.Text(watts));

    [Fact]
    public void ToCanonical_OfWhatIsShown_IsTheValueAgain() =>
        Assert.Equal(-12_500, DisplayUnit.Kilowatts.ToCanonical(DisplayUnit.Kilowatts.FromCanonical(-12_500)));
}
