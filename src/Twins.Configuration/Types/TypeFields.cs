using System.Collections.Immutable;
using Twins.Configuration.Fields;
using Twins.Points;
using Twins.Types;

namespace Twins.Configuration.Types;

/// <summary>The fields of a type file.</summary>
internal static class TypeFields
{
    private static readonly Field<string> Key = Field.Required("type", KeyReader.KebabCase, "Key of the type; the file is named after it.");

    private static readonly Field<int> Version = Field.Required(
        "version", new IntegerReader(1, int.MaxValue), "Version of the file; greater is later.");

    private static readonly Field<string> Title = Field.Required("title", new WordsReader(100), "Name for people.");

    private static readonly Field<ImmutableArray<string>> Capabilities = Field.Optional(
        "capabilities", new ListReader<string>(new CapabilityReader()), [], "What devices of the type can do; each asks for its points.");

    private static readonly Field<ImmutableArray<RatingDefinition>> Ratings = Field.Optional(
        "ratings", new ListReader<RatingDefinition>(RatingFields.Reader), [], "Ratings that a site may state for a device.");

    private static readonly Field<ImmutableArray<PointDefinition>> Points = Field.Required(
        "points", new ListReader<PointDefinition>(PointFields.Reader), "The points of the type.");

    private static readonly Field<ImmutableArray<PointGroup>> Groups = Field.Optional(
        "groups", new ListReader<PointGroup>(GroupFields.Reader), [], "Repeated parts, such as modules or outlets; the site says how many.");

    /// <summary>Reads a type file.</summary>
    public static readonly MappingReader<TwinType> Reader = new(
        "a type", [Key, Version, Title, Capabilities, Ratings, Points, Groups], static (values, _) => Build(values), isRoot: true);

    private static TwinType Build(MappingValues values) => new()
    {
        Key = values.Get(Key),
        Version = values.Get(Version),
        Title = values.Get(Title),
        Capabilities = values.Get(Capabilities),
        Ratings = values.Get(Ratings),
        Points = values.Get(Points),
        Groups = values.Get(Groups),
    };
}
