using System.Text;

namespace Twins.Adapters.Mqtt.DeviceSide;

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
