using System.Globalization;
using System.Text.Json.Nodes;
using Twins.Configuration;
using Twins.Configuration.Fields;
using Twins.Configuration.Yaml;

namespace Twins.Adapters.Mqtt;

/// <summary>Reads a JSON pointer.</summary>
internal sealed class JsonPointerReader : ValueReader<JsonPointer>
{
    /// <summary>RFC 6901, section 3.</summary>
    public const string Pattern = "^(/([^/~]|~[01])*)*$";

    /// <inheritdoc/>
    public override string Expectation => "a JSON pointer such as /output/voltage";

    /// <inheritdoc/>
    public override bool TryRead(Node node, ReadingContext context, out JsonPointer value)
    {
        if (node is not ScalarNode scalar || !ScalarForm.IsText(scalar))
        {
            return Expect(node, context, out value);
        }

        if (JsonPointer.TryParse(scalar.Text, out value) is not { } complaint)
        {
            return true;
        }

        context.Error(node.Place, complaint);
        return false;
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = Pattern };
}

/// <summary>Reads what a device writes: a text, a number, or true or false. As a table's key too.</summary>
internal sealed class LiteralReader : ValueReader<MqttLiteral>
{
    /// <inheritdoc/>
    public override string Expectation => "what the device writes: a text, a number, or true or false";

    /// <inheritdoc/>
    public override bool TryRead(Node node, ReadingContext context, out MqttLiteral value)
    {
        if (node is not ScalarNode scalar || ScalarForm.IsNull(scalar))
        {
            return Expect(node, context, out value);
        }

        value = ToLiteral(scalar);
        return true;
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = new JsonArray("string", "number", "boolean") };

    /// <summary>The literal of a scalar; numbers and flags in one spelling.</summary>
    public static MqttLiteral ToLiteral(ScalarNode scalar) => scalar switch
    {
        _ when ScalarForm.TryFlag(scalar, out var flag) => new(flag ? "true" : "false", false),
        _ when ScalarForm.TryNumber(scalar, out var number) => new(number.ToString("R", CultureInfo.InvariantCulture), false),
        _ => new(scalar.Text, true),
    };
}

/// <summary>Reads what a row must hold: a text with <c>{index}</c>, a number, or true or false.</summary>
internal sealed class SelectorReader : ValueReader<MqttSelectorValue>
{
    private static readonly LiteralReader Literal = new();

    private static readonly TemplateReader Text = new("a text", "BUS{index}", _ => null, MqttPlaceholder.Index);

    /// <inheritdoc/>
    public override string Expectation => "what stands there: a text, which may hold {index}, a number, or true or false";

    /// <inheritdoc/>
    public override bool TryRead(Node node, ReadingContext context, out MqttSelectorValue value)
    {
        value = default;
        if (!Literal.TryRead(node, context, out var literal))
        {
            return false;
        }

        var template = MqttTemplate.Parse(literal.Text);
        var read = !literal.IsText || Text.TryRead(node, context, out template);
        value = new MqttSelectorValue(template, literal.IsText);
        return read;
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => Literal.Schema();
}

/// <summary>What a row must hold at a place.</summary>
/// <param name="Text">The text, number or flag.</param>
/// <param name="IsText">Whether it is a text.</param>
internal readonly record struct MqttSelectorValue(MqttTemplate Text, bool IsText);

/// <summary>Reads a device's name on its broker: a piece of a topic.</summary>
internal sealed class TopicNameReader : ValueReader<string>
{
    private const int MaxCharacters = 128;

    /// <inheritdoc/>
    public override string Expectation => "a name without wildcards, such as inverter-7";

    /// <inheritdoc/>
    public override bool TryRead(Node node, ReadingContext context, out string value)
    {
        if (node is not ScalarNode scalar || !ScalarForm.IsText(scalar) || scalar.Text.Length is 0 or > MaxCharacters)
        {
            return Expect(node, context, out value);
        }

        value = scalar.Text;
        if (TopicText.Complain(value) is { } complaint)
        {
            context.Error(node.Place, complaint);
            return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = MaxCharacters, ["pattern"] = "^[^+#]+$" };
}
