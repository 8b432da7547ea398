using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Twins.Configuration;
using Twins.Configuration.Fields;
using Twins.Configuration.Yaml;
using Twins.Text;

namespace Twins.Adapters.Mqtt;

/// <summary>Reads a text with placeholders.</summary>
/// <param name="noun">What it is, with its article: "a topic".</param>
/// <param name="example">An example.</param>
/// <param name="check">What else must hold of the text; null when it does.</param>
/// <param name="allowed">The placeholders that may stand in it.</param>
internal sealed class TemplateReader(string noun, string example, Func<string, Complaint?> check, params MqttPlaceholder[] allowed) : ValueReader<MqttTemplate>
{
    private const int MaxCharacters = 2000;

    /// <summary>A topic of a device; <c>{index}</c> for repeated parts.</summary>
    public static readonly TemplateReader Topic = new(
        "a topic", "flexiverter/{device}/telemetry", TopicText.Complain, MqttPlaceholder.Site, MqttPlaceholder.Device, MqttPlaceholder.Index);

    /// <summary>A topic of a whole device.</summary>
    public static readonly TemplateReader DeviceTopic = new(
        "a topic", "flexiverter/{device}/status", TopicText.Complain, MqttPlaceholder.Site, MqttPlaceholder.Device);

    /// <summary>A JSON pointer that may name a part.</summary>
    public static readonly TemplateReader Pointer = new(
        "a JSON pointer", "/output/voltage", text => JsonPointer.TryParse(text, out _), MqttPlaceholder.Index);

    /// <summary>A resolved SenML name.</summary>
    public static readonly TemplateReader Name = new(
        "a SenML name", "{device}/voltage", SenmlNameText.Complain, MqttPlaceholder.Site, MqttPlaceholder.Device, MqttPlaceholder.Index);

    /// <summary>A command's payload.</summary>
    public static readonly TemplateReader Payload = new("a payload", "{\"limit\": {value}}", _ => null, Enum.GetValues<MqttPlaceholder>());

    /// <inheritdoc/>
    public override string Expectation => $"{noun} such as {example}";

    /// <inheritdoc/>
    public override bool TryRead(Node node, ReadingContext context, out MqttTemplate value)
    {
        if (node is not ScalarNode scalar || !ScalarForm.IsText(scalar))
        {
            return Expect(node, context, out value);
        }

        value = MqttTemplate.Parse(scalar.Text);
        var complaint = scalar.Text.Length > MaxCharacters ? TooLong(scalar.Text) : FindUnknown(scalar.Text) ?? check(Probe(value));
        if (complaint is { } found)
        {
            context.Error(node.Place, found);
            return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "string", ["maxLength"] = MaxCharacters };

    // A placeholder that is filled as any device might fill it: what must hold of the text must hold of it then.
    private static string Probe(MqttTemplate template) => template.Resolve(MqttTemplate.Spell);

    private static Complaint TooLong(string text) =>
        new(string.Create(CultureInfo.InvariantCulture, $"a text of {text.Length} characters"), string.Create(CultureInfo.InvariantCulture, $"write at most {MaxCharacters}"));

    private Complaint? FindUnknown(string text)
    {
        foreach (var (start, end, word) in MqttTemplate.FindWords(text))
        {
            if (!MqttTemplate.TryGetPlaceholder(word, out var placeholder) || !allowed.Contains(placeholder))
            {
                return new($"{noun} has no placeholder '{text[start..end]}'", Nearest.Propose(text[start..end], allowed.Select(known => $"{{{MqttTemplate.Spell(known)}}}")));
            }
        }

        return null;
    }
}

/// <summary>What must hold of a topic name (MQTT 5.0, section 4.7).</summary>
internal static class TopicText
{
    /// <summary>Bytes of a UTF-8 string on the wire (section 1.5.4).</summary>
    private const int MaxBytes = 65_535;

    /// <summary>What is wrong with a topic; null when nothing is.</summary>
    public static Complaint? Complain(string topic) => topic switch
    {
        "" => new("a topic is at least one character", "write the topic on which the device publishes"),
        _ when topic.AsSpan().IndexOfAny('+', '#') is >= 0 and var at => new(
            $"'{topic}' has the wildcard '{topic[at]}', but a topic names one place", "write the level out, or {device} where the device's name stands"),
        _ when topic.Contains('\0', StringComparison.Ordinal) => new("a topic has the character U+0000", "leave it out"),
        _ when topic[0] == '$' => new($"'{topic}' begins with '$', which is the broker's own", "begin with another character"),
        _ when Encoding.UTF8.GetByteCount(topic) > MaxBytes => new($"a topic is longer than {MaxBytes} bytes", "shorten it"),
        _ => null,
    };
}

/// <summary>What must hold of a resolved SenML name (RFC 8428, section 4.5.1).</summary>
internal static class SenmlNameText
{
    private static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-:./_");

    /// <summary>What is wrong with a name; null when nothing is.</summary>
    public static Complaint? Complain(string name) => name switch
    {
        "" => new("a SenML name is at least one character", "write the name with its base name"),
        _ when name.AsSpan().IndexOfAnyExcept(Allowed) is >= 0 and var at => new(
            $"'{name}' has '{name[at]}', which SenML names do not have", "use letters, digits and - : . / _"),
        _ when !char.IsAsciiLetterOrDigit(name[0]) => new($"'{name}' begins with '{name[0]}'", "begin with a letter or a digit"),
        _ => null,
    };
}
