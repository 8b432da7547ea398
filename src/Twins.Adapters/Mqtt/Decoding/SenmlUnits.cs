using System.Text;
using Twins.Units;

namespace Twins.Adapters.Mqtt.Decoding;

/// <summary>
/// The symbols of SenML's registries of units (RFC 8428, section 12.1; RFC 8798, sections 2 and 3) that measure a quantity of the catalog,
/// with the catalog's symbols.
/// </summary>
internal static class SenmlUnits
{
    // SenML symbol → ours, and the quantity where another one shares the symbol. Of several for one unit the first is written.
    private static readonly (string Senml, string Ours, Quantity? Of)[] Symbols =
    [
        ("m", "m", null), ("mm", "mm", null), ("cm", "cm", null), ("km", "km", null), ("kg", "kg", null), ("g", "g", null), ("s", "s", null),
        ("ms", "ms", null), ("min", "min", null), ("h", "h", null), ("A", "A", null), ("mA", "mA", null), ("K", "K", null), ("Cel", "°C", null),
        ("Hz", "Hz", null), ("W", "W", null), ("kW", "kW", null), ("V", "V", null), ("mV", "mV", null), ("Ohm", "Ω", null), ("J", "J", null),
        ("Wh", "Wh", null), ("kWh", "kWh", null), ("C", "C", null), ("Ah", "Ah", null), ("VA", "VA", null), ("kVA", "kVA", null),
        ("kVAh", "kVAh", null), ("var", "var", null), ("kvar", "kvar", null), ("varh", "varh", null), ("kvarh", "kvarh", null),
        ("W/m2", "W/m²", null), ("Pa", "Pa", null), ("hPa", "hPa", null), ("m/s", "m/s", null), ("km/h", "km/h", null), ("m3/s", "m³/s", null),
        ("l/s", "l/s", null), ("deg", "°", null), ("lat", "°", null), ("lon", "°", null), ("1/s", "1/s", null), ("1/min", "1/min", null),
        ("count", "1", QuantityCatalog.Count), ("/", "1", QuantityCatalog.Ratio), ("/", "1", QuantityCatalog.PowerFactor), ("/100", "%", null),
        ("%", "%", null), ("%RH", "%", QuantityCatalog.Ratio), ("%EL", "%", QuantityCatalog.Ratio), ("/1000", "‰", null), ("ppm", "ppm", null),
    ];

    /// <summary>The symbols that measure a quantity, with the units that they stand for.</summary>
    public static (byte[] Symbol, Unit Unit)[] Of(Quantity quantity) =>
        [.. Matching(quantity).Select(symbol => (Encoding.UTF8.GetBytes(symbol.Senml), symbol.Unit))];

    /// <summary>The symbol of a unit; null when SenML has none.</summary>
    public static string? SymbolOf(Unit unit) => Matching(unit.Quantity).FirstOrDefault(symbol => ReferenceEquals(symbol.Unit, unit)).Senml;

    private static IEnumerable<(string Senml, Unit Unit)> Matching(Quantity quantity)
    {
        foreach (var (senml, ours, of) in Symbols)
        {
            if ((of is null || ReferenceEquals(of, quantity)) && quantity.TryGetUnit(ours, out var unit))
            {
                yield return (senml, unit);
            }
        }
    }
}
