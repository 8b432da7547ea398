namespace Twins.Units;

/// <summary>
/// A unit of one quantity. There is no way to build a unit that does not belong to its quantity: units exist only in the
/// <see cref="QuantityCatalog"/>. Conversions are held as whole numbers, so that no factor is rounded.
/// </summary>
public sealed class Unit
{
    private readonly Conversion _fromCanonical;

    internal Unit(Quantity quantity, UnitDefinition definition)
    {
        Quantity = quantity;
        Symbol = definition.Symbol;
        Aliases = definition.Alias is null ? [] : [definition.Alias];
        Conversion = new Conversion(definition.Numerator, definition.Addend, definition.Denominator);
        _fromCanonical = Conversion.Inverse;
    }

    /// <summary>The symbol as written in descriptions and shown on screens, such as <c>kW</c>.</summary>
    public string Symbol { get; }

    /// <summary>Other spellings that descriptions may use, such as <c>ohm</c> for Ω; empty for most units.</summary>
    public IReadOnlyList<string> Aliases { get; }

    /// <summary>What it measures.</summary>
    public Quantity Quantity { get; }

    /// <summary>Canonical value = value × factor + offset.</summary>
    public double Factor => Conversion.Multiplier / Conversion.Divisor;

    /// <summary>Canonical value = value × factor + offset; 0 for all but temperatures.</summary>
    public double Offset => Conversion.Addend / Conversion.Divisor;

    /// <summary>Whether this is the unit of storage and calculation.</summary>
    public bool IsCanonical => ReferenceEquals(this, Quantity.Canonical);

    /// <summary>Converts a number in this unit to the canonical unit of its quantity.</summary>
    /// <param name="value">A number in this unit.</param>
    public double ToCanonical(double value) => Conversion.Apply(value);

    /// <summary>Converts a number in the canonical unit to this unit.</summary>
    /// <param name="canonical">A number in the canonical unit.</param>
    public double FromCanonical(double canonical) => _fromCanonical.Apply(canonical);

    /// <summary>Converts a difference (a tolerance, a deadband): like <see cref="ToCanonical"/> without the offset.</summary>
    /// <param name="difference">A difference in this unit.</param>
    public double DifferenceToCanonical(double difference) => (Conversion with { Addend = 0 }).Apply(difference);

    /// <summary>The conversion to the canonical unit.</summary>
    public Conversion Conversion { get; }

    internal bool IsCalled(string text) => Symbol == text || Aliases.Contains(text, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Symbol;
}

/// <summary>A unit as the catalog defines it: canonical = (value × numerator + addend) / denominator.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Numerator">Whole-number numerator.</param>
/// <param name="Denominator">Whole-number denominator.</param>
/// <param name="Addend">Whole-number addend.</param>
/// <param name="Alias">Another spelling.</param>
internal readonly record struct UnitDefinition(string Symbol, double Numerator = 1, double Denominator = 1, double Addend = 0, string? Alias = null);
