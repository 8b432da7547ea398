using System.Diagnostics.CodeAnalysis;
using Twins.Text;

namespace Twins.Units;

/// <summary>A physical or economic quantity with its one canonical unit, in which the platform stores and calculates.</summary>
public sealed class Quantity
{
    internal Quantity(string key, string about, UnitDefinition canonical, params UnitDefinition[] others)
    {
        Key = key;
        About = about;
        Canonical = new Unit(this, canonical);
        Units = [Canonical, .. others.Select(definition => new Unit(this, definition))];
    }

    /// <summary>The name in descriptions, such as <c>power</c>.</summary>
    public string Key { get; }

    /// <summary>What it is, in a few words.</summary>
    public string About { get; }

    /// <summary>The unit of storage and calculation.</summary>
    public Unit Canonical { get; }

    /// <summary>All its units, the canonical one first.</summary>
    public IReadOnlyList<Unit> Units { get; }

    /// <summary>Finds a unit of this quantity by its symbol or an alias; symbols are case-sensitive (mW is not MW).</summary>
    /// <param name="symbol">The symbol as written.</param>
    /// <param name="unit">The unit; null when this quantity has none of that symbol.</param>
    public bool TryGetUnit(string symbol, [NotNullWhen(true)] out Unit? unit)
    {
        unit = Units.FirstOrDefault(candidate => candidate.IsCalled(symbol));
        return unit is not null;
    }

    /// <summary>The unit of a symbol or an alias.</summary>
    /// <param name="symbol">The symbol as written.</param>
    /// <exception cref="FormatException">The symbol is no unit of this quantity; the message proposes what fits.</exception>
    public Unit GetUnit(string symbol) => TryGetUnit(symbol, out var unit) ? unit : throw new FormatException(Misfit(symbol).ToString());

    /// <summary>Says why a symbol is no unit of this quantity, and what to write instead.</summary>
    internal Complaint Misfit(string symbol)
    {
        var owner = QuantityCatalog.All.FirstOrDefault(quantity => quantity.TryGetUnit(symbol, out _));
        var message = owner is null ? $"'{symbol}' is not a unit of {Key}" : $"'{symbol}' is a unit of {owner.Key}, not of {Key}";
        return new Complaint(message, Nearest.Propose(symbol, Units.Select(unit => unit.Symbol)));
    }

    /// <inheritdoc/>
    public override string ToString() => Key;
}
