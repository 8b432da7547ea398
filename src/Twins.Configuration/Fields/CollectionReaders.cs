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

/// <summary>Reads a value whose absence means something else than any value: null when it is not written.</summary>
/// <typeparam name="T">The value.</typeparam>
/// <param name="inner">Reads the value.</param>
public sealed class MaybeReader<T>(ValueReader<T> inner) : ValueReader<T?>
    where T : struct
{
    /// <inheritdoc/>
    public override string Expectation => inner.Expectation;

    /// <inheritdoc/>
    public override bool TryRead(Node node, ReadingContext context, out T? value)
    {
        var read = inner.TryRead(node, context, out var plain);
        value = plain;
        return read;
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => inner.Schema();
}
