using System.Text.Json.Nodes;
using Twins.Configuration;
using Twins.Configuration.Fields;
using Twins.Configuration.Yaml;

namespace Twins.Adapters.Modbus;

/// <summary>What a register shows when it has no value.</summary>
/// <param name="IsSunSpec">Whether the pattern is SunSpec's for the data type.</param>
/// <param name="Pattern">The pattern otherwise.</param>
internal readonly record struct NotAvailablePattern(bool IsSunSpec, ulong Pattern);

/// <summary>Reads <c>sunspec</c> or a raw pattern.</summary>
internal sealed class NotAvailableReader : ValueReader<NotAvailablePattern?>
{
    private static readonly CodeReader Code = new();

    /// <inheritdoc/>
    public override string Expectation => "sunspec, or a raw pattern such as 0x8000";

    /// <inheritdoc/>
    public override bool TryRead(Node node, ReadingContext context, out NotAvailablePattern? value)
    {
        if (node is ScalarNode { Text: "sunspec" })
        {
            value = new NotAvailablePattern(true, 0);
            return true;
        }

        if (node is not ScalarNode scalar || !ScalarForm.TryInteger(scalar, out _))
        {
            return Expect(node, context, out value);
        }

        var read = Code.TryRead(node, context, out var pattern);
        value = new NotAvailablePattern(false, unchecked((ulong)pattern));
        return read;
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["anyOf"] = new JsonArray(new JsonObject { ["const"] = "sunspec" }, Code.Schema()) };
}
