using System.Collections.Immutable;

namespace Twins.Configuration.Yaml;

/// <summary>A place in a file; line and column from 1.</summary>
public readonly record struct Place(string File, int Line, int Column);

/// <summary>A piece of a YAML document that knows where it stands.</summary>
public abstract class Node(Place place)
{
    /// <summary>Where it begins.</summary>
    public Place Place { get; } = place;

    /// <summary>What it is, as an error message calls it.</summary>
    public abstract string Noun { get; }
}

/// <summary>A single value.</summary>
public sealed class ScalarNode(Place place, string text, bool isQuoted) : Node(place)
{
    /// <summary>The text, without quotes.</summary>
    public string Text { get; } = text;

    /// <summary>Whether it was quoted or a block: then it is a text, whatever it looks like.</summary>
    public bool IsQuoted { get; } = isQuoted;

    /// <inheritdoc/>
    public override string Noun => IsQuoted ? $"\"{Text}\"" : $"'{Text}'";
}

/// <summary>A list.</summary>
public sealed class SequenceNode(Place place, ImmutableArray<Node> items) : Node(place)
{
    /// <summary>Its items, in order.</summary>
    public ImmutableArray<Node> Items { get; } = items;

    /// <inheritdoc/>
    public override string Noun => "a list";
}

/// <summary>A mapping of keys to values. A key that is written twice stands twice.</summary>
public sealed class MappingNode(Place place, ImmutableArray<MappingEntry> entries) : Node(place)
{
    /// <summary>Its entries, in the order of the file.</summary>
    public ImmutableArray<MappingEntry> Entries { get; } = entries;

    /// <inheritdoc/>
    public override string Noun => "a mapping";

    /// <summary>The first value of a key; null when there is none.</summary>
    public Node? Find(string key) => Entries.FirstOrDefault(entry => entry.Key.Text == key).Value;
}

/// <summary>A key and its value.</summary>
public readonly record struct MappingEntry(ScalarNode Key, Node Value);
