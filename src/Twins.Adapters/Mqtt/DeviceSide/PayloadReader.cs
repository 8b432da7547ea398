using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Twins.Adapters.Mqtt.Decoding;
using Twins.Devices;
using Twins.Points;

namespace Twins.Adapters.Mqtt.DeviceSide;

/// <summary>Reads the value out of a command's payload: the inverse of its template.</summary>
internal sealed class PayloadReader
{
    private readonly MqttValueCodec _codec;
    private readonly TextPattern? _text;
    private readonly IReadOnlyList<PayloadSpot> _spots = [];

    public PayloadReader(MqttCommand command, PointAddress address, PointDefinition definition, TimeZoneInfo site)
    {
        _codec = new MqttValueCodec(command.Value, definition, site);
        if (command.Format == MqttFormat.Json)
        {
            _spots = PayloadSpot.FindAll(command.Payload);
        }
        else
        {
            _text = new TextPattern(MqttTemplate.Parse(command.Payload.Resolve(address.Fill)).Parts);
        }
    }

    /// <summary>Reads a payload.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="value">The value, in the canonical unit.</param>
    /// <param name="command">The command's id; null when the payload has none.</param>
    /// <returns>What is wrong; nothing when the payload is one of the command's.</returns>
    public MqttFaultKind TryRead(ReadOnlySpan<byte> payload, out PointValue value, out Guid? command)
    {
        Span<byte> buffer = stackalloc byte[MqttValueCodec.MaxTextBytes];
        var fault = TryFind(payload, MqttPlaceholder.Command, buffer, out var id, out _, out _);
        command = fault == MqttFaultKind.None && Utf8Parser.TryParse(id, out Guid read, out var used) && used == id.Length ? read : null;

        var decoded = DecodedValue.Undecodable;
        fault = TryFind(payload, MqttPlaceholder.Value, buffer, out var text, out var type, out var isPiece);
        if (fault == MqttFaultKind.None)
        {
            fault = type switch
            {
                JsonTokenType.Number => _codec.DecodeNumber(text, null, out decoded),
                JsonTokenType.True or JsonTokenType.False => _codec.DecodeFlag(type == JsonTokenType.True, out decoded),
                JsonTokenType.String => _codec.DecodeText(text, isPiece, out decoded),
                _ => MqttFaultKind.WrongType,
            };
        }

        value = decoded.Value;
        return fault;
    }

    private MqttFaultKind TryFind(
        ReadOnlySpan<byte> payload, MqttPlaceholder wanted, Span<byte> buffer, out ReadOnlySpan<byte> text, out JsonTokenType type, out bool isPiece)
    {
        text = default;
        isPiece = true;
        type = JsonTokenType.String;
        if (_text is not null)
        {
            return _text.TryFind(payload, wanted, out text) ? MqttFaultKind.None : MqttFaultKind.NothingDescribed;
        }

        if (_spots.FirstOrDefault(spot => spot.Pattern.Has(wanted)) is not { } found)
        {
            return MqttFaultKind.NothingDescribed;
        }

        var fault = JsonLookup.TryFind(payload, found.Place, out var capture);
        fault = fault == MqttFaultKind.None ? capture.TryGetText(payload, buffer, out text) : fault;
        if (fault != MqttFaultKind.None || !capture.IsThere)
        {
            return fault == MqttFaultKind.None ? MqttFaultKind.NothingDescribed : fault;
        }

        (type, isPiece) = (capture.Type, found.Whole is null);
        return !isPiece || (type == JsonTokenType.String && found.Pattern.TryFind(text, wanted, out text)) ? MqttFaultKind.None : MqttFaultKind.NothingDescribed;
    }
}

/// <summary>Where placeholders of a JSON template stand in the payloads that are made from it.</summary>
/// <param name="Place">The place of the value.</param>
/// <param name="Whole">The placeholder that the value is; null when placeholders are pieces of a text.</param>
/// <param name="Pattern">The text of which they are pieces.</param>
internal sealed record PayloadSpot(JsonPointer Place, MqttPlaceholder? Whole, TextPattern Pattern)
{
    // Stand around a placeholder while the template is looked through; private-use characters, which no device writes.
    private const char Mark = '\uE000';
    private const char WholeMark = '\uE001';

    /// <summary>The spots of a template that was checked to make JSON.</summary>
    public static IReadOnlyList<PayloadSpot> FindAll(MqttTemplate template)
    {
        var isQuoted = false;
        var text = new StringBuilder();
        foreach (var part in template.Parts)
        {
            if (part.Placeholder is { } placeholder)
            {
                var mark = $"{Mark}{(int)placeholder}";
                text.Append(isQuoted ? mark : $"\"{WholeMark}{mark}\"");
                continue;
            }

            text.Append(part.Text);
            isQuoted = MqttPayload.EndsQuoted(part.Text, isQuoted);
        }

        using var document = JsonDocument.Parse(text.ToString());
        List<PayloadSpot> spots = [];
        Walk(document.RootElement, "", spots);
        return spots;
    }

    private static void Walk(JsonElement element, string place, List<PayloadSpot> spots)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    Walk(member.Value, $"{place}/{member.Name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}", spots);
                }

                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in element.EnumerateArray())
                {
                    Walk(item, $"{place}/{(index++).ToString(CultureInfo.InvariantCulture)}", spots);
                }

                break;
            case JsonValueKind.String when element.GetString() is { } text && text.Contains(Mark, StringComparison.Ordinal):
                spots.Add(Of(JsonPointer.Parse(place), text));
                break;
        }
    }

    private static PayloadSpot Of(JsonPointer place, string text)
    {
        List<MqttTemplatePart> parts = [];
        var isWhole = text[0] == WholeMark;
        foreach (var (index, piece) in text.TrimStart(WholeMark).Split(Mark).Index())
        {
            var literal = index == 0 ? piece : piece[1..];
            if (index > 0)
            {
                parts.Add(new MqttTemplatePart("", (MqttPlaceholder)(piece[0] - '0')));
            }

            if (literal.Length > 0)
            {
                parts.Add(new MqttTemplatePart(literal, null));
            }
        }

        return new PayloadSpot(place, isWhole ? parts[0].Placeholder : null, new TextPattern(parts));
    }
}

/// <summary>Finds what stands for a placeholder in a text that was made from a template: a placeholder reaches to the next literal.</summary>
internal sealed class TextPattern(IEnumerable<MqttTemplatePart> parts)
{
    private readonly (byte[] Literal, MqttPlaceholder? Placeholder)[] _parts =
        [.. parts.Select(part => (part.Placeholder is null ? Encoding.UTF8.GetBytes(part.Text) : [], part.Placeholder))];

    /// <summary>Whether the pattern has a placeholder.</summary>
    public bool Has(MqttPlaceholder placeholder) => Array.Exists(_parts, part => part.Placeholder == placeholder);

    /// <summary>What stands for a placeholder; false when the text was not made from the template.</summary>
    public bool TryFind(ReadOnlySpan<byte> text, MqttPlaceholder wanted, out ReadOnlySpan<byte> found)
    {
        found = default;
        for (var i = 0; i < _parts.Length; i++)
        {
            var (literal, placeholder) = _parts[i];
            if (placeholder is null && !text.StartsWith(literal))
            {
                return false;
            }

            var next = i + 1 < _parts.Length ? _parts[i + 1].Literal : [];
            var length = placeholder is null ? literal.Length : next.Length == 0 ? text.Length : text.IndexOf(next);
            if (length < 0)
            {
                return false;
            }

            found = placeholder == wanted ? text[..length] : found;
            text = text[length..];
        }

        return text.IsEmpty;
    }
}
