using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Twins.Configuration.Yaml;

namespace Twins.Configuration.Fields;

/// <summary>Reads a list; items with errors are reported and left out, so that all errors show at once.</summary>
/// <typeparam name="T">An item.</typeparam>
/// <param name="item">Reads an item.</param>
public sealed class ListReader<T>(ValueReader<T> item) : ValueReader<ImmutableArray<T>>, IHolder
{
    /// <inheritdoc/>
    public IMapping? Held => item as IMapping;

    /// <inheritdoc/>
    public override string Expectation => item is IMapping mapping ? $"a list, each item {mapping.Noun}" : $"a list of {item.Expectation}";

    /// <inheritdoc/>
    public override bool TryRead(Node node, ReadingContext context, out ImmutableArray<T> value)
    {
        if (node is not SequenceNode list)
        {
            return Expect(node, context, out value);
        }

        var items = ImmutableArray.CreateBuilder<T>(list.Items.Length);
        foreach (var child in list.Items)
        {
            if (item.TryRead(child, context, out var read))
            {
                items.Add(read);
            }
        }

        value = items.ToImmutable();
        return true;
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "array", ["items"] = item.Schema() };
}
