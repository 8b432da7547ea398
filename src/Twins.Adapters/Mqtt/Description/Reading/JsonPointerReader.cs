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
