using Twins.Configuration.Fields;
using Twins.Points;
using Twins.Units;

namespace Twins.Configuration.Types;

/// <summary>The fields of a field of a records point.</summary>
internal static class RecordFieldFields
{
    private static readonly Field<string> Key = Field.Required("key", KeyReader.CamelCase, "Name of the field.");

    private static readonly Field<PointValueType> ValueType = Field.Required(
        "valueType",
        new MemberReader<PointValueType>(PointValueType.Number, PointValueType.Flag, PointValueType.Text, PointValueType.Time, PointValueType.Position),
        "Shape of the field's value.");

    private static readonly Field<Quantity?> QuantityField = Field.Optional("quantity", new QuantityReader(), null, "What a number measures.");

    private static readonly Field<string?> UnitField = Field.Optional("unit", new UnitSymbolReader(), null, "The canonical unit of a number.");

    /// <summary>Reads a field.</summary>
    public static readonly MappingReader<RecordField> Reader = new("a field", [Key, ValueType, QuantityField, UnitField], Build);

    private static RecordField? Build(MappingValues values, ReadingContext context)
    {
        var errors = context.ErrorCount;
        var unit = CanonicalUnit.Resolve(values, QuantityField, UnitField, values.Get(ValueType), context);
        return context.ErrorCount == errors ? new RecordField(values.Get(Key), values.Get(ValueType), unit) : null;
    }
}
