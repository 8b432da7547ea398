using System.Globalization;

namespace Twins.Units;

/// <summary>A number with its unit, such as <c>100 kW</c>: how people and descriptions write quantities.</summary>
/// <param name="Value">The number, in <paramref name="Unit"/>; finite.</param>
/// <param name="Unit">The unit.</param>
public readonly record struct Amount(double Value, Unit Unit)
{
    /// <summary>The number in the canonical unit of the quantity.</summary>
    public double Canonical => Unit.ToCanonical(Value);

    /// <summary>The same amount in another unit of the same quantity.</summary>
    /// <param name="unit">The unit wanted.</param>
    /// <exception cref="ArgumentException">The unit belongs to another quantity.</exception>
    public Amount In(Unit unit) => ReferenceEquals(unit.Quantity, Unit.Quantity)
        ? new(unit.FromCanonical(Canonical), unit)
        : throw new ArgumentException($"{Unit.Quantity.Key} in {Unit} cannot be shown in {unit}, a unit of {unit.Quantity.Key}.", nameof(unit));

    /// <summary>Reads a number, white space and a unit, such as <c>100 kW</c> or <c>-2.5e3 W</c>, in the invariant culture.</summary>
    /// <param name="text">The text.</param>
    /// <param name="quantity">The quantity that is expected.</param>
    /// <exception cref="FormatException">There is no number, it is not finite, or the unit does not fit; the message names the fix.</exception>
    public static Amount Parse(string text, Quantity quantity) =>
        TryParse(text, quantity, out var amount) is { } complaint ? throw new FormatException(complaint.ToString()) : amount;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value} {Unit.Symbol}");

    /// <summary>Reads like <see cref="Parse"/>; returns the complaint, or null when the text was read.</summary>
    internal static Text.Complaint? TryParse(string text, Quantity quantity, out Amount amount)
    {
        amount = default;
        var trimmed = text.AsSpan().Trim();
        var split = trimmed.IndexOf(' ');
        var number = split < 0 ? trimmed : trimmed[..split];
        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
        {
            return new($"'{text}' is not a number with a unit of {quantity.Key}", $"write it like '100 {quantity.Canonical}'");
        }

        if (split < 0)
        {
            return new($"'{text}' has no unit", $"write '{text.Trim()} {quantity.Canonical}', or another unit of {quantity.Key}");
        }

        var symbol = trimmed[split..].Trim().ToString();
        if (!quantity.TryGetUnit(symbol, out var unit))
        {
            return quantity.Misfit(symbol);
        }

        amount = new Amount(value, unit);
        return null;
    }
}
