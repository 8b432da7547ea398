using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Twins.Adapters.Mqtt.DeviceSide;

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
