using Twins.Configuration.Yaml;

namespace Twins.Configuration.Fields;

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
