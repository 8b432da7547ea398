using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Twins.Configuration.Fields;
using Twins.Configuration.Yaml;
using Twins.Points;
using Twins.Text;
using Twins.Types;
using Twins.Units;

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

/// <summary>The fields of a rating.</summary>
internal static class RatingFields
{
    private static readonly Field<string> Setpoint = Field.Required("setpoint", KeyReader.CamelCase, "Key of the setpoint that the rating bounds.");

    private static readonly Field<RatingSide> Side = Field.Required(
        "side", new MemberReader<RatingSide>(), "upper: setpoint ≤ rating; lower: setpoint ≥ −rating.");

    private static readonly MappingReader<RatingLimit> LimitReader = new(
        "a limit", [Setpoint, Side], static (values, _) => new RatingLimit(values.Get(Setpoint), values.Get(Side)));

    private static readonly Field<string> Key = Field.Required("key", KeyReader.CamelCase, "Name of the rating; the name says the direction.");

    private static readonly Field<Quantity?> QuantityField = Field.Required("quantity", new QuantityReader(), "What it measures.");

    private static readonly Field<string?> UnitField = Field.Required("unit", new UnitSymbolReader(), "The canonical unit of the quantity.");

    private static readonly Field<string> About = Field.Required("about", new WordsReader(), "What it limits.");

    private static readonly Field<RatingLimit?> Limits = Field.Optional(
        "limits", LimitReader, null!, "The setpoint it bounds, and from which side; without it the rating informs only.")!;

    /// <summary>Reads a rating.</summary>
    public static readonly MappingReader<RatingDefinition> Reader = new("a rating", [Key, QuantityField, UnitField, About, Limits], Build);

    private static RatingDefinition? Build(MappingValues values, ReadingContext context) =>
        CanonicalUnit.Check(values, values.Get(QuantityField)!, UnitField, context) is { } unit
            ? new RatingDefinition(values.Get(Key), unit, values.Get(About), values.Get(Limits))
            : null;
}

/// <summary>Reads the key of a capability.</summary>
internal sealed class CapabilityReader : ValueReader<string>
{
    private static readonly IReadOnlyList<string> Keys = [.. Capability.All.Select(capability => capability.Key)];

    /// <inheritdoc/>
    public override string Expectation => "capabilities such as storage";

    /// <inheritdoc/>
    public override bool TryRead(Node node, ReadingContext context, out string value)
    {
        if (node is not ScalarNode scalar || ScalarForm.IsNull(scalar))
        {
            return Expect(node, context, out value);
        }

        value = scalar.Text;
        if (Keys.Contains(value, StringComparer.Ordinal))
        {
            return true;
        }

        context.Error(node.Place, $"there is no capability '{value}'", Nearest.Propose(value, Keys));
        return false;
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["enum"] = new JsonArray([.. Keys.Select(key => (JsonNode)key)]) };
}
