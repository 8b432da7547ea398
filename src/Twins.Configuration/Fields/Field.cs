using System.Text.Json.Nodes;
using Twins.Configuration.Yaml;

namespace Twins.Configuration.Fields;

/// <summary>One field of a mapping: its name, its meaning, whether it must be there, and how it is read.</summary>
public abstract class Field(string name, string about, bool isRequired, string? defaultText)
{
    /// <summary>The name in the file.</summary>
    public string Name { get; } = name;

    /// <summary>What it means, with unit and sign.</summary>
    public string About { get; } = about;

    /// <summary>Whether every mapping must have it.</summary>
    public bool IsRequired { get; } = isRequired;

    /// <summary>What holds when it is not written; null when that is "nothing".</summary>
    public string? DefaultText { get; } = defaultText;

    /// <summary>What it takes, in words.</summary>
    public abstract string Expectation { get; }

    /// <summary>The mapping that it holds, for documentation; null when it holds something simpler.</summary>
    public abstract IMapping? Inner { get; }

    /// <summary>The schema of its value.</summary>
    public abstract JsonObject Schema();

    /// <summary>Reads its value into a box.</summary>
    public abstract bool TryRead(Node node, ReadingContext context, out object? value);

    /// <summary>A field that must be there.</summary>
    public static Field<T> Required<T>(string name, ValueReader<T> reader, string about) => new(name, reader, about, true, default!, null);

    /// <summary>A field that may be left out.</summary>
    public static Field<T> Optional<T>(string name, ValueReader<T> reader, T whenMissing, string about, string? defaultText = null) =>
        new(name, reader, about, false, whenMissing, defaultText);
}

/// <summary>A field whose value has a type.</summary>
/// <typeparam name="T">What is read.</typeparam>
public sealed class Field<T>(string name, ValueReader<T> reader, string about, bool isRequired, T whenMissing, string? defaultText)
    : Field(name, about, isRequired, defaultText)
{
    /// <summary>The value when the field is not written.</summary>
    public T WhenMissing { get; } = whenMissing;

    /// <inheritdoc/>
    public override string Expectation => reader.Expectation;

    /// <inheritdoc/>
    public override IMapping? Inner => reader as IMapping ?? (reader as IHolder)?.Held;

    /// <inheritdoc/>
    public override JsonObject Schema()
    {
        var schema = reader.Schema();
        schema["description"] = About;
        return schema;
    }

    /// <inheritdoc/>
    public override bool TryRead(Node node, ReadingContext context, out object? value)
    {
        var read = reader.TryRead(node, context, out var typed);
        value = typed;
        return read;
    }
}

/// <summary>A mapping with described fields.</summary>
public interface IMapping
{
    /// <summary>What the mapping describes: "a point".</summary>
    string Noun { get; }

    /// <summary>Its fields, in the order in which they are best written.</summary>
    IReadOnlyList<Field> Fields { get; }
}

/// <summary>A value that holds mappings: a list of them.</summary>
public interface IHolder
{
    /// <summary>The mapping held; null when it holds something simpler.</summary>
    IMapping? Held { get; }
}

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
