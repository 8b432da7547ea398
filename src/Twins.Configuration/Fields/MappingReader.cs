using System.Globalization;
using System.Text.Json.Nodes;
using Twins.Configuration.Yaml;
using Twins.Text;

namespace Twins.Configuration.Fields;

/// <summary>Reads a mapping by its field table and builds the record from it.</summary>
/// <typeparam name="T">The record.</typeparam>
/// <param name="noun">What the mapping describes, with its article: "a point".</param>
/// <param name="fields">The field table.</param>
/// <param name="build">Builds the record; null after it reported an error.</param>
/// <param name="isRoot">The root of a file is built even when an optional field is wrong, so that the rest is checked too.</param>
public sealed class MappingReader<T>(
    string noun, IReadOnlyList<Field> fields, Func<MappingValues, ReadingContext, T?> build, bool isRoot = false) : ValueReader<T>, IMapping
    where T : class
{
    private const int MaxShown = 4;

    /// <summary>Fields that files must not have, although people expect them, with the reason.</summary>
    public IReadOnlyDictionary<string, Complaint> Refused { get; init; } = new Dictionary<string, Complaint>(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Noun => noun;

    /// <inheritdoc/>
    public IReadOnlyList<Field> Fields => fields;

    /// <inheritdoc/>
    public override string Expectation
    {
        get
        {
            var shown = fields.Where(known => known.IsRequired || fields.Count <= MaxShown).Select(known => known.Name).ToList();
            shown = shown.Count > 0 ? shown : [.. fields.Take(MaxShown).Select(known => known.Name)];
            return $"{noun} {{{string.Join(", ", shown)}{(shown.Count < fields.Count ? ", …" : "")}}}";
        }
    }

    /// <inheritdoc/>
    public override bool TryRead(Node node, ReadingContext context, out T value)
    {
        if (node is not MappingNode mapping)
        {
            return Expect(node, context, out value);
        }

        var built = TryReadFields(mapping, context, out var values) ? build(new MappingValues(mapping, values), context) : null;
        value = built!;
        if (built is null)
        {
            if (mapping.Find("key") is ScalarNode key)
            {
                context.BrokenKeys.Add(key.Text);
            }

            return false;
        }

        context.Remember(built, mapping);
        return true;
    }

    /// <inheritdoc/>
    public override JsonObject Schema()
    {
        var properties = new JsonObject();
        foreach (var field in fields)
        {
            properties[field.Name] = field.Schema();
        }

        var schema = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
        var required = fields.Where(field => field.IsRequired).Select(field => (JsonNode)field.Name).ToArray();
        if (required.Length > 0)
        {
            schema["required"] = new JsonArray(required);
        }

        return schema;
    }

    private bool TryReadFields(MappingNode mapping, ReadingContext context, out Dictionary<Field, object?> values)
    {
        values = [];
        var complete = true;
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (key, node) in mapping.Entries)
        {
            if (!lines.TryAdd(key.Text, key.Place.Line))
            {
                var first = lines[key.Text].ToString(CultureInfo.InvariantCulture);
                context.Error(key.Place, $"'{key.Text}' is given twice, first in line {first}", "keep one of them");
            }
            else if (Refused.TryGetValue(key.Text, out var refusal))
            {
                context.Error(key.Place, refusal);
            }
            else if (fields.FirstOrDefault(field => field.Name == key.Text) is not { } field)
            {
                context.Error(key.Place, $"{noun} has no field '{key.Text}'", Nearest.Propose(key.Text, fields.Select(known => known.Name)));
            }
            else if (field.TryRead(node, context, out var value))
            {
                values[field] = value;
            }
            else
            {
                complete &= isRoot && !field.IsRequired;
            }
        }

        foreach (var missing in fields.Where(field => field.IsRequired && !lines.ContainsKey(field.Name)))
        {
            context.Error(mapping.Place, $"{noun} needs '{missing.Name}'", $"add '{missing.Name}': {missing.Expectation}");
            complete = false;
        }

        return complete;
    }
}

/// <summary>What was read of one mapping.</summary>
public sealed class MappingValues(MappingNode source, IReadOnlyDictionary<Field, object?> values)
{
    /// <summary>Where the mapping begins.</summary>
    public Place Place => source.Place;

    /// <summary>The value of a field, or its default.</summary>
    public T Get<T>(Field<T> field) => values.TryGetValue(field, out var value) ? (T)value! : field.WhenMissing;

    /// <summary>The value of a field that was read; null when it was not written, or could not be read.</summary>
    public object? Find(Field field) => values.GetValueOrDefault(field);

    /// <summary>Whether the field stands in the file, readable or not.</summary>
    public bool IsWritten(Field field) => source.Find(field.Name) is not null;

    /// <summary>Whether the field was written, and could be read.</summary>
    public bool Has(Field field) => values.ContainsKey(field);

    /// <summary>Where the field's value stands; the mapping's place when it was not written.</summary>
    public Place PlaceOf(Field field) => source.Find(field.Name)?.Place ?? source.Place;
}
