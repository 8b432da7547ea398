using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Twins.Configuration.Yaml;

namespace Twins.Configuration.Fields;

/// <summary>Reads a mapping whose keys are data: counts, ratings, enum codes.</summary>
/// <typeparam name="TKey">A key.</typeparam>
/// <typeparam name="TValue">A value.</typeparam>
/// <param name="expectation">What is expected, in words.</param>
/// <param name="key">Reads a key.</param>
/// <param name="value">Reads a value.</param>
public sealed class TableReader<TKey, TValue>(string expectation, ValueReader<TKey> key, ValueReader<TValue> value)
    : ValueReader<ImmutableDictionary<TKey, TValue>>
    where TKey : notnull
{
    /// <inheritdoc/>
    public override string Expectation => expectation;

    /// <inheritdoc/>
    public override bool TryRead(Node node, ReadingContext context, out ImmutableDictionary<TKey, TValue> table)
    {
        if (node is not MappingNode mapping)
        {
            return Expect(node, context, out table);
        }

        var complete = true;
        var builder = ImmutableDictionary.CreateBuilder<TKey, TValue>();
        foreach (var (keyNode, valueNode) in mapping.Entries)
        {
            if (!key.TryRead(keyNode, context, out var readKey) | !value.TryRead(valueNode, context, out var readValue))
            {
                complete = false;
            }
            else if (!builder.TryAdd(readKey, readValue))
            {
                context.Error(keyNode.Place, $"'{keyNode.Text}' is given twice", "keep one of them");
                complete = false;
            }
        }

        table = builder.ToImmutable();
        return complete;
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = value.Schema(),
    };
}
