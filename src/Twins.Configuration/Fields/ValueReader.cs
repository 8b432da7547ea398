using System.Text.Json.Nodes;
using Twins.Configuration.Yaml;

namespace Twins.Configuration.Fields;

/// <summary>Reads one kind of value, and tells editors and people what it takes. Loader, JSON Schema and field table come from it.</summary>
/// <typeparam name="T">What is read.</typeparam>
public abstract class ValueReader<T>
{
    /// <summary>What is expected, as an error message and the field table say it: "a whole number, 0 to 65535".</summary>
    public abstract string Expectation { get; }

    /// <summary>Reads a node; null-or-error never mixes: false means that at least one error was reported.</summary>
    public abstract bool TryRead(Node node, ReadingContext context, out T value);

    /// <summary>The JSON Schema (draft 2020-12) of the value.</summary>
    public abstract JsonObject Schema();

    /// <summary>Reports that something else was expected here.</summary>
    protected bool Expect(Node node, ReadingContext context, out T value, string? fix = null)
    {
        var isMissing = node is ScalarNode { IsQuoted: false, Text: "" };
        var message = isMissing ? "a value is missing" : fix is null ? $"{node.Noun} does not fit here" : $"{node.Noun} is not {Expectation}";
        context.Error(node.Place, message, isMissing ? $"write {Expectation}" : fix ?? $"write {Expectation}");
        value = default!;
        return false;
    }
}
