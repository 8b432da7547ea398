using System.Text.Json.Nodes;
using Twins.Configuration;
using Twins.Configuration.Fields;
using Twins.Configuration.Yaml;

namespace Twins.Adapters.Mqtt;

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
