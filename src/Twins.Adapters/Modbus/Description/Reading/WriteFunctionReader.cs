using System.Text.Json.Nodes;
using Twins.Configuration;
using Twins.Configuration.Fields;
using Twins.Configuration.Yaml;

namespace Twins.Adapters.Modbus;

/// <summary>Reads the code of a function that writes registers.</summary>
internal sealed class WriteFunctionReader : ValueReader<ModbusWriteFunction?>
{
    /// <inheritdoc/>
    public override string Expectation => "6 (write single register) or 16 (write multiple registers)";

    /// <inheritdoc/>
    public override bool TryRead(Node node, ReadingContext context, out ModbusWriteFunction? value)
    {
        value = node is ScalarNode { Text: "6", IsQuoted: false } ? ModbusWriteFunction.Single : ModbusWriteFunction.Multiple;
        return node is ScalarNode { Text: "6" or "16", IsQuoted: false } || Expect(node, context, out value);
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["enum"] = new JsonArray(6, 16) };
}
