namespace Twins.Model.Quantities;

/// <summary>A physical or economic quantity with its one canonical unit, in which the platform stores and calculates.</summary>
public sealed class Quantity
{
    internal Quantity(string key, string canonicalSymbol)
    {
        Key = key;
        Canonical = new Unit(canonicalSymbol, this, 1, 0);
    }

    /// <summary>The name in descriptions, such as <c>power</c>.</summary>
    public string Key { get; }

    /// <summary>The unit of storage and calculation.</summary>
    public Unit Canonical { get; }

    /// <inheritdoc/>
    public override string ToString() => Key;
}
