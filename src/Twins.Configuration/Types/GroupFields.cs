using System.Collections.Immutable;
using Twins.Configuration.Fields;
using Twins.Points;
using Twins.Types;

namespace Twins.Configuration.Types;

/// <summary>The fields of a repeated group.</summary>
internal static class GroupFields
{
    private static readonly Field<string> Key = Field.Required("key", KeyReader.CamelCase, "Name of the group, a plural such as outlets.");

    private static readonly Field<string> About = Field.Required("about", new WordsReader(), "What one part is.");

    private static readonly Field<ImmutableArray<PointDefinition>> Points = Field.Required(
        "points", new ListReader<PointDefinition>(PointFields.Reader), "The points of one part; a device has them as group.index.name, index from 1.");

    /// <summary>Reads a group.</summary>
    public static readonly MappingReader<PointGroup> Reader = new(
        "a group", [Key, About, Points], static (values, _) => new PointGroup(values.Get(Key), values.Get(About), values.Get(Points)));
}
