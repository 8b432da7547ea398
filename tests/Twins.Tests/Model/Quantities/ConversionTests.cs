using Twins.Units;

namespace Twins.Tests.Model.Quantities;

public sealed class ConversionTests
{
    [Theory]
    [InlineData("power", "kW", 0.1, 100)]
    [InlineData("power", "MW", 1.234567, 1234567)]
    [InlineData("power", "mW", 1, 0.001)]
    [InlineData("power", "GW", 2, 2e9)]
    [InlineData("reactivePower", "kvar", -1.1, -1100)]
    [InlineData("apparentPower", "MVA", 0.25, 250000)]
    [InlineData("powerRamp", "kW/min", 6, 100)]
    [InlineData("energy", "kWh", 0.001, 1)]
    [InlineData("energy", "MWh", 3, 3e6)]
    [InlineData("energy", "J", 3600, 1)]
    [InlineData("energy", "MJ", 3.6, 1000)]
    [InlineData("reactiveEnergy", "kvarh", 1.5, 1500)]
    [InlineData("apparentEnergy", "kVAh", 1.5, 1500)]
    [InlineData("voltage", "mV", 3301, 3.301)]
    [InlineData("voltage", "kV", 20, 20000)]
    [InlineData("current", "mA", -500, -0.5)]
    [InlineData("charge", "C", 3600, 1)]
    [InlineData("charge", "mAh", 2500, 2.5)]
    [InlineData("resistance", "mΩ", 20, 0.02)]
    [InlineData("resistance", "kΩ", 1, 1000)]
    [InlineData("frequency", "mHz", 49980, 49.98)]
    [InlineData("temperature", "K", 273.15, 0)]
    [InlineData("temperature", "K", 300, 26.85)]
    [InlineData("temperature", "°F", 212, 100)]
    [InlineData("temperature", "°F", -40, -40)]
    [InlineData("ratio", "‰", 5, 0.5)]
    [InlineData("ratio", "1", 0.25, 25)]
    [InlineData("ratio", "ppm", 1, 0.0001)]
    [InlineData("powerFactor", "%", 99.5, 0.995)]
    [InlineData("duration", "min", 5, 300)]
    [InlineData("duration", "h", 1.5, 5400)]
    [InlineData("duration", "d", 1, 86400)]
    [InlineData("duration", "ms", 250, 0.25)]
    [InlineData("length", "km", 1.2, 1200)]
    [InlineData("length", "mm", 5, 0.005)]
    [InlineData("speed", "1/s", 50, 3000)]
    [InlineData("velocity", "km/h", 36, 10)]
    [InlineData("velocity", "kn", 3600, 1852)]
    [InlineData("irradiance", "kW/m²", 1, 1000)]
    [InlineData("mass", "t", 1.5, 1500)]
    [InlineData("massFlow", "kg/h", 3600, 1)]
    [InlineData("volumeFlow", "m³/h", 36, 0.01)]
    [InlineData("volumeFlow", "l/min", 60, 0.001)]
    [InlineData("pressure", "bar", 1.013, 101300)]
    [InlineData("pressure", "hPa", 1013.25, 101325)]
    [InlineData("money", "ct", 1, 0.01)]
    [InlineData("energyPrice", "€/MWh", 87.5, 0.0875)]
    [InlineData("energyPrice", "ct/kWh", 31, 0.31)]
    [InlineData("carbonIntensity", "kg/MWh", 380, 380)]
    public void ToCanonical_AndBack_IsExact(string quantity, string unit, double value, double canonical)
    {
        Assert.True(QuantityCatalog.TryGet(quantity, out var found));
        var converted = found.GetUnit(unit);

        Assert.Equal(canonical, converted.ToCanonical(value));
        Assert.Equal(value, converted.FromCanonical(canonical));
    }

    [Fact]
    public void DifferenceToCanonical_OfATemperature_LeavesTheOffsetOut() =>
        Assert.Equal(5, QuantityCatalog.Temperature.GetUnit("°F").DifferenceToCanonical(9));

    [Fact]
    public void EveryUnit_IsThereAndBackTheSame()
    {
        foreach (var unit in QuantityCatalog.All.SelectMany(quantity => quantity.Units))
        {
            Assert.Equal(123.456, unit.FromCanonical(unit.ToCanonical(123.456)), 1e-12 * 123.456);
        }
    }
}
