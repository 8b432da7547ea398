using System.Text.Json.Nodes;
using Twins.Configuration.Yaml;

namespace Twins.Configuration.Fields;

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
