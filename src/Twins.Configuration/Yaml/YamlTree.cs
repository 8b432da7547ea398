using System.Collections.Immutable;
using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Twins.Configuration.Yaml;

/// <summary>
/// Reads one YAML document as pure data: mappings, lists and scalars. Anchors, aliases, tags and further documents are
/// errors, because a description must read the same to a person, an editor's schema and the loader.
/// </summary>
internal sealed class YamlTree
{
    /// <summary>Characters of a file; the largest map of a product is far below.</summary>
    public const int MaxCharacters = 1 << 20;

    /// <summary>Levels of nesting; descriptions need seven.</summary>
    public const int MaxLevels = 16;

    private readonly DescriptionFile _file;
    private readonly ErrorSink _errors;
    private readonly Parser _parser;

    private YamlTree(DescriptionFile file, ErrorSink errors)
    {
        _file = file;
        _errors = errors;
        _parser = new Parser(new StringReader(file.Text));
    }

    /// <summary>Reads the document; null when it is no YAML, is empty, or exceeds a bound.</summary>
    public static Node? Read(DescriptionFile file, ErrorSink errors)
    {
        var start = new Place(file.Path, 1, 1);
        if (file.Text.Length > MaxCharacters)
        {
            var limit = MaxCharacters.ToString(CultureInfo.InvariantCulture);
            errors.Add(start, $"the file has {file.Text.Length.ToString(CultureInfo.InvariantCulture)} characters, more than {limit}", "split it");
            return null;
        }

        // The parser takes U+0000 for the end of the text, and would drop what follows without a word.
        if (file.Text.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var at)
        {
            var before = file.Text.AsSpan(0, at);
            var place = new Place(file.Path, before.Count('\n') + 1, at - before.LastIndexOf('\n'));
            errors.Add(place, "the character U+0000 is in the file", "delete it; if there are many, the file is damaged: restore it");
            return null;
        }

        var tree = new YamlTree(file, errors);
        try
        {
            return tree.ReadDocument();
        }
        catch (YamlException exception)
        {
            tree.Unreadable(exception.Start, exception.Message.TrimEnd('.'));
            return null;
        }
        catch (InvalidOperationException)
        {
            // The scanner ends so at some unclosed brackets, after the last event that it could read.
            tree.Unreadable(tree._parser.Current?.End ?? Mark.Empty, "a bracket or brace does not close");
            return null;
        }
    }

    private void Unreadable(Mark mark, string why) =>
        _errors.Add(At(mark), $"not readable as YAML: {why}", "look at indentation, colons, quotes and brackets near here");

    private Node? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.TryConsume<StreamEnd>(out _))
        {
            _errors.Add(new Place(_file.Path, 1, 1), "the file is empty", "write a description, or delete the file");
            return null;
        }

        _parser.Consume<DocumentStart>();
        var root = ReadNode(level: 1);
        _parser.Consume<DocumentEnd>();
        if (_parser.TryConsume<DocumentStart>(out var second))
        {
            _errors.Add(At(second.Start), "a second document begins", "one description to a file: move it into its own");
        }

        return root;
    }

    private Node ReadNode(int level)
    {
        RejectMarkup();
        if (level > MaxLevels)
        {
            throw new SemanticErrorException(_parser.Current!.Start, _parser.Current.End, $"nested deeper than {MaxLevels.ToString(CultureInfo.InvariantCulture)} levels");
        }

        if (_parser.TryConsume<Scalar>(out var scalar))
        {
            return new ScalarNode(At(scalar.Start), scalar.Value, scalar.Style != ScalarStyle.Plain);
        }

        if (_parser.TryConsume<SequenceStart>(out var sequence))
        {
            return ReadSequence(At(sequence.Start), level);
        }

        if (_parser.TryConsume<MappingStart>(out var mapping))
        {
            return ReadMapping(At(mapping.Start), level);
        }

        var alias = _parser.Consume<AnchorAlias>();
        return new ScalarNode(At(alias.Start), $"*{alias.Value}", isQuoted: false);
    }

    private SequenceNode ReadSequence(Place place, int level)
    {
        var items = ImmutableArray.CreateBuilder<Node>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(level + 1));
        }

        return new SequenceNode(place, items.ToImmutable());
    }

    private MappingNode ReadMapping(Place place, int level)
    {
        var entries = ImmutableArray.CreateBuilder<MappingEntry>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadNode(level + 1);
            var value = ReadNode(level + 1);
            if (key is ScalarNode name)
            {
                entries.Add(new MappingEntry(name, value));
            }
            else
            {
                _errors.Add(key.Place, $"{key.Noun} stands where a key is expected", "write a name followed by a colon");
            }
        }

        return new MappingNode(place, entries.ToImmutable());
    }

    private void RejectMarkup()
    {
        var (found, text) = _parser.Current switch
        {
            AnchorAlias alias => ("an alias", $"*{alias.Value}"),
            NodeEvent { Anchor.IsEmpty: false } node => ("an anchor", $"&{node.Anchor.Value}"),
            NodeEvent { Tag.IsEmpty: false } node => ("a tag", node.Tag.Value),
            _ => (null, ""),
        };
        if (found is not null)
        {
            _errors.Add(At(_parser.Current!.Start), $"'{text}' is {found}; descriptions are plain data", "write the value out");
        }
    }

    private Place At(Mark mark) => At(_file, mark);

    private static Place At(DescriptionFile file, Mark mark) => new(file.Path, (int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));
}

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
