using Twins.Units;

namespace Twins.Tests.Model.Quantities;

public sealed class QuantityCatalogTests
{
    [Fact]
    public void Keys_AreUnique() => Assert.Equal(QuantityCatalog.All.Count, QuantityCatalog.All.Select(quantity => quantity.Key).Distinct(StringComparer.Ordinal).Count());

    [Fact]
    public void Symbols_AreUniqueWithinAQuantity() => Assert.All(QuantityCatalog.All, quantity =>
    {
        var names = quantity.Units.SelectMany(unit => unit.Aliases.Prepend(unit.Symbol)).ToList();
        Assert.Equal(names.Count, names.Distinct(StringComparer.Ordinal).Count());
    });

    [Fact]
    public void CanonicalUnit_ConvertsToItself() => Assert.All(QuantityCatalog.All, quantity =>
    {
        Assert.True(quantity.Canonical.IsCanonical);
        Assert.Equal((1.0, 0.0), (quantity.Canonical.Factor, quantity.Canonical.Offset));
        Assert.Same(quantity, quantity.Canonical.Quantity);
    });

    [Fact]
    public void GetUnit_OfAnotherQuantity_NamesBoth()
    {
        var exception = Assert.Throws<FormatException>(() => QuantityCatalog.Power.GetUnit("kWh"));

        Assert.Equal("'kWh' is a unit of energy, not of power — did you mean 'kW'?", exception.Message);
    }

    [Fact]
    public void GetUnit_OfAnotherCase_ProposesTheRightOne()
    {
        var exception = Assert.Throws<FormatException>(() => QuantityCatalog.Frequency.GetUnit("hz"));

        Assert.Equal("'hz' is not a unit of frequency — did you mean 'Hz'?", exception.Message);
    }

    [Fact]
    public void GetUnit_ByAlias_IsTheSameUnit() =>
        Assert.Same(QuantityCatalog.Resistance.Canonical, QuantityCatalog.Resistance.GetUnit("ohm"));
}
