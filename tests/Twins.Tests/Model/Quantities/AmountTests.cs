using Twins.Units;

namespace Twins.Tests.Model.Quantities;

public sealed class AmountTests
{
    [Theory]
    [InlineData("100 kW", 100000)]
    [InlineData("-2.5e3 W", -2500)]
    [InlineData("  0.5   MW ", 500000)]
    public void Parse_NumberAndUnit_GivesTheCanonicalValue(string text, double canonical) =>
        Assert.Equal(canonical, Amount.Parse(text, QuantityCatalog.Power).Canonical);

    [Theory]
    [InlineData("100", "'100' has no unit — write '100 W', or another unit of power")]
    [InlineData("kW", "'kW' is not a number with a unit of power — write it like '100 W'")]
    [InlineData("1,5 kW", "'1,5 kW' is not a number with a unit of power — write it like '100 W'")]
    [InlineData("NaN kW", "'NaN kW' is not a number with a unit of power — write it like '100 W'")]
    [InlineData("1e999 kW", "'1e999 kW' is not a number with a unit of power — write it like '100 W'")]
    [InlineData("5 kVA", "'kVA' is a unit of apparentPower, not of power — one of: W, mW, kW, MW, GW")]
    public void Parse_WhatIsNone_SaysWhatToWrite(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => Amount.Parse(text, QuantityCatalog.Power)).Message);

    [Fact]
    public void In_AnotherUnit_Converts() =>
        Assert.Equal("1.5 kW", Amount.Parse("1500 W", QuantityCatalog.Power).In(QuantityCatalog.Power.GetUnit("kW")).ToString());

    [Fact]
    public void In_AUnitOfAnotherQuantity_NamesBoth() => Assert.StartsWith(
        "power in W cannot be shown in V, a unit of voltage.",
        Assert.Throws<ArgumentException>(() => Amount.Parse("1 W", QuantityCatalog.Power).In(QuantityCatalog.Voltage.Canonical)).Message,
        StringComparison.Ordinal);
}
