using System.Text;
using System.Text.Json;
using Twins.Units;

namespace Twins.Adapters.Mqtt.Decoding;

/// <summary>
/// Decodes SenML packs (RFC 8428) in one pass: base fields are resolved into the records that follow them, names are looked up, times under
/// 2^28 are relative to the receipt. Sums and update times are not read.
/// </summary>
internal sealed class SenmlDecoder : MessageDecoder
{
    private readonly Dictionary<byte[], SenmlPoint>.AlternateLookup<ReadOnlySpan<byte>> _points;

    /// <summary>Makes the decoder.</summary>
    /// <param name="points">The points by resolved name.</param>
    public SenmlDecoder(IEnumerable<KeyValuePair<string, SenmlPoint>> points) => _points = points
        .ToDictionary(pair => Encoding.UTF8.GetBytes(pair.Key), pair => pair.Value, Utf8Comparer.Instance)
        .GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>The point of a resolved name; null when none is described.</summary>
    public SenmlPoint? Find(ReadOnlySpan<byte> name) => _points.TryGetValue(name, out var point) ? point : null;

    /// <inheritdoc/>
    public override MqttDecoded Decode(ReadOnlySpan<byte> payload, in DecodingCall call)
    {
        call.Workspace.Begin(SenmlLabels.Count);
        if (payload.Trim(" \t\r\n"u8).IsEmpty)
        {
            return call.Reject(MqttFaultKind.Empty, 0);
        }

        var reader = new Utf8JsonReader(payload, JsonDecoder.Options);
        try
        {
            var fault = ReadPack(ref reader, payload, call);
            return fault == MqttFaultKind.None ? call.Deliver() : call.Reject(fault, (int)reader.TokenStartIndex);
        }
        catch (JsonException)
        {
            return call.Reject(JsonDecoder.IsTooDeep(reader, payload) ? MqttFaultKind.TooDeep : MqttFaultKind.NotJson, (int)reader.BytesConsumed);
        }
        catch (InvalidOperationException)
        {
            // A label with a lone surrogate in an escape: only its comparison finds out.
            return call.Reject(MqttFaultKind.NotUtf8, (int)reader.BytesConsumed);
        }
    }

    private MqttFaultKind ReadPack(ref Utf8JsonReader reader, ReadOnlySpan<byte> payload, in DecodingCall call)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            return MqttFaultKind.NotSenml;
        }

        var pack = new SenmlPack(this, payload, call);
        for (var record = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; record++)
        {
            var fault = record == MqttLimits.MaxRows ? MqttFaultKind.TooManyRows
                : reader.TokenType != JsonTokenType.StartObject ? MqttFaultKind.NotSenml
                : ReadRecord(ref reader, call);
            fault = fault == MqttFaultKind.None ? pack.Resolve() : fault;
            if (fault != MqttFaultKind.None)
            {
                return fault;
            }
        }

        reader.Read();
        return MqttFaultKind.None;
    }

    private static MqttFaultKind ReadRecord(ref Utf8JsonReader reader, in DecodingCall call)
    {
        call.Workspace.ClearCaptures(0, SenmlLabels.Count);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var label = SenmlLabels.Find(reader);

            // RFC 8428, section 4.4: whoever does not know a label that ends so must not use the pack.
            if (label is null && reader.ValueSpan.EndsWith("_"u8))
            {
                return MqttFaultKind.UnsupportedSenml;
            }

            reader.Read();
            if (label is not { } known)
            {
                reader.Skip();
                continue;
            }

            if (!SenmlLabels.Takes(known, reader.TokenType))
            {
                return MqttFaultKind.NotSenml;
            }

            call.Workspace.Capture((int)known) = JsonCapture.Of(reader);
        }

        return MqttFaultKind.None;
    }
}

/// <summary>What a resolved SenML name means.</summary>
/// <param name="Device">The device that the name is of; −1 when the topic says.</param>
/// <param name="Point">The point.</param>
/// <param name="Units">The symbols that measure the point; empty for what is no number.</param>
internal sealed record SenmlPoint(int Device, CompiledPoint Point, (byte[] Symbol, Unit Unit)[] Units)
{
    /// <summary>The unit of a symbol; false when it does not measure the point.</summary>
    public bool TryGetUnit(ReadOnlySpan<byte> symbol, out Unit? unit)
    {
        foreach (var (known, candidate) in Units)
        {
            if (symbol.SequenceEqual(known))
            {
                unit = candidate;
                return true;
            }
        }

        unit = null;
        return false;
    }
}

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
