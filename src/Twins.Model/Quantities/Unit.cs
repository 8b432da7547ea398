namespace Twins.Model.Quantities;

/// <summary>A unit of one quantity. There is no way to build a unit that does not belong to its quantity.</summary>
public sealed class Unit
{
    internal Unit(string symbol, Quantity quantity, double factor, double offset)
    {
        Symbol = symbol;
        Quantity = quantity;
        Factor = factor;
        Offset = offset;
    }

    /// <summary>The symbol as written in descriptions and shown on screens, such as <c>kW</c>.</summary>
    public string Symbol { get; }

    /// <summary>What it measures.</summary>
    public Quantity Quantity { get; }

    /// <summary>Canonical value = value × factor + offset.</summary>
    public double Factor { get; }

    /// <summary>Canonical value = value × factor + offset.</summary>
    public double Offset { get; }

    /// <inheritdoc/>
    public override string ToString() => Symbol;
}
