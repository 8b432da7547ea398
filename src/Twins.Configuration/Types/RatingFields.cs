using Twins.Configuration.Fields;
using Twins.Units;
using Twins.Types;

namespace Twins.Configuration.Types;

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
