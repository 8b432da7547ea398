using System.Text.Json.Nodes;
using Twins.Configuration.Fields;
using Twins.Configuration.Yaml;
using Twins.Text;
using Twins.Types;

namespace Twins.Configuration.Types;

/// <summary>Reads the key of a capability.</summary>
internal sealed class CapabilityReader : ValueReader<string>
{
    private static readonly IReadOnlyList<string> Keys = [.. Capability.All.Select(capability => capability.Key)];

    /// <inheritdoc/>
    public override string Expectation => "capabilities such as storage";

    /// <inheritdoc/>
    public override bool TryRead(Node node, ReadingContext context, out string value)
    {
        if (node is not ScalarNode scalar || ScalarForm.IsNull(scalar))
        {
            return Expect(node, context, out value);
        }

        value = scalar.Text;
        if (Keys.Contains(value, StringComparer.Ordinal))
        {
            return true;
        }

        context.Error(node.Place, $"there is no capability '{value}'", Nearest.Propose(value, Keys));
        return false;
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["enum"] = new JsonArray([.. Keys.Select(key => (JsonNode)key)]) };
}
