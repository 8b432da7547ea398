using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Twins.Points;
using Twins.Text;

namespace Twins.Adapters.Mqtt;

/// <summary>A command's payload, compiled from its template: writes what is published.</summary>
internal sealed class MqttPayload
{
    private static readonly JavaScriptEncoder Escape = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private readonly ImmutableArray<MqttPayloadPart> _parts;
    private readonly MqttValueCodec _codec;
    private readonly int? _decimals;

    private MqttPayload(ImmutableArray<MqttPayloadPart> parts, MqttFormat format, MqttValueCodec codec, int? decimals)
    {
        _parts = parts;
        Format = format;
        _codec = codec;
        _decimals = decimals;
    }

    /// <summary>How the payload is written.</summary>
    public MqttFormat Format { get; }

    /// <summary>Compiles a template; returns the complaint, or null when it makes payloads.</summary>
    public static Complaint? TryCompile(
        MqttTemplate template, MqttFormat format, PointDefinition definition, MqttValue value, int? decimals, TimeZoneInfo site, out MqttPayload payload)
    {
        payload = new MqttPayload(Split(template, format), format, new MqttValueCodec(value, definition, site), decimals);
        if (format != MqttFormat.Json)
        {
            return null;
        }

        var sample = definition.ValueType switch
        {
            PointValueType.Number => PointValue.FromNumber(1),
            PointValueType.Enum => PointValue.FromEnum(definition.Members.FirstOrDefault()?.Code ?? 0),
            PointValueType.Flag => PointValue.FromFlag(true),
            PointValueType.Time => PointValue.FromTime(default),
            _ => PointValue.FromText("text"),
        };
        if (payload.TryWrite(sample, _ => "1", out var bytes) is { } error)
        {
            return new(error, "give the description a word for it");
        }

        return CheckJson(bytes);
    }

    /// <summary>Writes the payload.</summary>
    /// <param name="value">The value.</param>
    /// <param name="fill">What the other placeholders stand for.</param>
    /// <param name="bytes">The payload in UTF-8.</param>
    /// <returns>Null, or why the value cannot be written.</returns>
    public string? TryWrite(PointValue value, Func<MqttPlaceholder, string> fill, out byte[] bytes)
    {
        bytes = [];
        if (_codec.TryEncode(value, _decimals, isNumeric: false, out var literal) is { } error)
        {
            return error;
        }

        var text = new StringBuilder();
        foreach (var part in _parts)
        {
            var filled = part.Placeholder switch
            {
                null => new MqttLiteral(part.Text, false),
                MqttPlaceholder.Value => literal,
                MqttPlaceholder.Index => new MqttLiteral(fill(MqttPlaceholder.Index), false),
                { } placeholder => new MqttLiteral(fill(placeholder), true),
            };
            Append(part, filled, text);
        }

        bytes = Encoding.UTF8.GetBytes(text.ToString());
        return null;
    }

    /// <summary>Half of what one step of the number that is sent means, in the canonical unit: rounding is no disobedience.</summary>
    public double HalfStep(double canonical) => _codec.HalfStep(canonical, _decimals);

    private void Append(MqttPayloadPart part, MqttLiteral filled, StringBuilder text)
    {
        if (part.Placeholder is null || Format != MqttFormat.Json || (!part.IsQuoted && !filled.IsText))
        {
            text.Append(filled.Text);
        }
        else
        {
            var escaped = Escape.Encode(filled.Text);
            text.Append(part.IsQuoted ? escaped : $"\"{escaped}\"");
        }
    }

    /// <summary>Whether a piece of JSON ends within a string.</summary>
    /// <param name="text">The piece.</param>
    /// <param name="isQuoted">Whether it begins within one.</param>
    public static bool EndsQuoted(string text, bool isQuoted)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (isQuoted && text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                isQuoted = !isQuoted;
            }
        }

        return isQuoted;
    }

    private static Complaint? CheckJson(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = MqttLimits.MaxLevels });
        try
        {
            while (reader.Read())
            {
                reader.TrySkip();
            }

            return null;
        }
        catch (JsonException exception)
        {
            var column = (exception.BytePositionInLine + 1)?.ToString(CultureInfo.InvariantCulture);
            return new($"the payload is no JSON, at character {column} once its placeholders are filled", "fix the template, or write 'format: text'");
        }
    }

    // A placeholder within quotes is part of a JSON string; outside it is a value of its own.
    private static ImmutableArray<MqttPayloadPart> Split(MqttTemplate template, MqttFormat format)
    {
        var parts = ImmutableArray.CreateBuilder<MqttPayloadPart>();
        var isQuoted = false;
        foreach (var part in template.Parts)
        {
            parts.Add(new MqttPayloadPart(part.Text, part.Placeholder, isQuoted));
            isQuoted = format == MqttFormat.Json && (part.Placeholder is null ? EndsQuoted(part.Text, isQuoted) : isQuoted);
        }

        return parts.ToImmutable();
    }
}

/// <summary>A piece of a payload.</summary>
/// <param name="Text">The literal, or the placeholder as written.</param>
/// <param name="Placeholder">What it stands for; null for a literal.</param>
/// <param name="IsQuoted">Whether it stands within a JSON string.</param>
internal readonly record struct MqttPayloadPart(string Text, MqttPlaceholder? Placeholder, bool IsQuoted);
