using System.Collections.Immutable;
using System.Globalization;
using Twins.Configuration.Fields;
using Twins.Points;
using Twins.Units;

namespace Twins.Configuration.Types;

/// <summary>The fields of a point in a type file.</summary>
internal static class PointFields
{
    private static readonly Field<string> Key = Field.Required(
        "key", KeyReader.CamelCase, "Name of the point; never reused for something else.");

    private static readonly Field<string> About = Field.Required("about", new WordsReader(), "What the value means, with its sign.");

    private static readonly Field<PointKind> Kind = Field.Required("kind", new MemberReader<PointKind>(), "What the point is to its device.");

    private static readonly Field<string> Terminal = Field.Optional(
        "terminal", KeyReader.CamelCase, "bus",
        "Where it is measured; power and current are positive into the bus at this terminal.", "bus");

    private static readonly Field<PointValueType> ValueType = Field.Optional(
        "valueType",
        new MemberReader<PointValueType>(
            PointValueType.Number, PointValueType.Enum, PointValueType.Flag, PointValueType.Text, PointValueType.Time,
            PointValueType.Position, PointValueType.Schedule, PointValueType.Records),
        PointValueType.Number, "Shape of the value.", "number");

    private static readonly Field<Quantity?> QuantityField = Field.Optional(
        "quantity", new QuantityReader(), null, "What a number, or a schedule's values, measure.");

    private static readonly Field<string?> UnitField = Field.Optional(
        "unit", new UnitSymbolReader(), null, "The canonical unit of the quantity; a type stores and calculates in no other.");

    private static readonly Field<NumberRange?> Range = Field.Optional(
        "range", new RangeReader(), null, "Least and greatest plausible value, in the unit; a reading outside is marked uncertain, a setpoint refused.");

    private static readonly Field<double?> Period = Field.Optional(
        "periodS", new MaybeReader<double>(new NumberReader(0, 86_400, isMinimumAllowed: false)), null,
        "Seconds within which a new value is expected; without it the point is reported on change only.");

    private static readonly Field<double> Deadband = Field.Optional(
        "deadband", new NumberReader(0), 0, "Change below which nothing is published, in the unit.", "0");

    private static readonly Field<ImmutableArray<EnumMember>> Members = Field.Optional(
        "members", new ListReader<EnumMember>(MemberFields.Reader), [], "The members of an enum.");

    private static readonly Field<ImmutableArray<RecordField>> RecordFields = Field.Optional(
        "fields", new ListReader<RecordField>(RecordFieldFields.Reader), [], "The fields of a records point, in order.");

    private static readonly Field<ImmutableArray<string>> FormerKeys = Field.Optional(
        "formerKeys", new ListReader<string>(KeyReader.CamelCase), [], "Keys by which earlier versions knew this point.");

    /// <summary>Reads a point.</summary>
    public static readonly MappingReader<PointDefinition> Reader = new(
        "a point",
        [Key, About, Kind, Terminal, ValueType, QuantityField, UnitField, Range, Period, Deadband, Members, RecordFields, FormerKeys, .. SetpointFields.All],
        Build);

    private static PointDefinition? Build(MappingValues values, ReadingContext context)
    {
        var valueType = values.Get(ValueType);
        var errors = context.ErrorCount;
        var unit = CanonicalUnit.Resolve(values, QuantityField, UnitField, valueType, context);
        CheckShape(values, valueType, context);
        var point = new PointDefinition
        {
            Key = values.Get(Key),
            About = values.Get(About),
            Kind = values.Get(Kind),
            ValueType = valueType,
            Unit = unit,
            Terminal = values.Get(Terminal),
            Range = values.Get(Range),
            Period = values.Get(Period) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Deadband = values.Get(Deadband),
            Members = [.. values.Get(Members).OrderBy(member => member.Code)],
            Fields = values.Get(RecordFields),
            FormerKeys = values.Get(FormerKeys),
        };
        CheckMembers(values, context);
        var policy = SetpointFields.Build(values, point, context);
        return context.ErrorCount == errors ? point with { Setpoint = policy } : null;
    }

    private static void CheckShape(MappingValues values, PointValueType valueType, ReadingContext context)
    {
        if (valueType == PointValueType.Enum != values.Has(Members))
        {
            var isEnum = valueType == PointValueType.Enum;
            context.Error(
                values.PlaceOf(Members),
                isEnum ? "an enum needs its members" : $"members belong to an enum, not to {Spell(valueType)}",
                isEnum ? "add 'members: [{code: 0, key: …}, …]'" : "write 'valueType: enum', or leave them out");
        }

        if (valueType == PointValueType.Records != values.Has(RecordFields))
        {
            var isRecords = valueType == PointValueType.Records;
            context.Error(
                values.PlaceOf(RecordFields),
                isRecords ? "a records point needs its fields" : $"fields belong to records, not to {Spell(valueType)}",
                isRecords ? "add 'fields: [{key: …, valueType: …}, …]'" : "write 'valueType: records', or leave them out");
        }

        foreach (var field in new Field[] { Range, Deadband })
        {
            if (valueType != PointValueType.Number && values.Has(field))
            {
                context.Error(values.PlaceOf(field), $"'{field.Name}' belongs to numbers, not to {Spell(valueType)}", "leave it out");
            }
        }
    }

    private static void CheckMembers(MappingValues values, ReadingContext context)
    {
        var members = values.Get(Members);
        foreach (var member in members)
        {
            var first = members.First(other => other.Code == member.Code || other.Key == member.Key);
            if (!ReferenceEquals(first, member))
            {
                var code = member.Code.ToString(CultureInfo.InvariantCulture);
                context.Error(context.PlaceOf(member), $"the member {{{code}, {member.Key}}} repeats a code or a key", "give each member its own");
            }
        }
    }

    private static string Spell(PointValueType type) => type is PointValueType.Enum ? "an enum" : $"a {type.ToString().ToLowerInvariant()}";
}

/// <summary>The fields of an enum's member.</summary>
internal static class MemberFields
{
    private static readonly Field<int> Code = Field.Required(
        "code", new IntegerReader(0, int.MaxValue), "The code that travels and is stored; never reused.");

    private static readonly Field<string> Key = Field.Required("key", KeyReader.CamelCase, "The name for programs and screens.");

    private static readonly Field<bool> Abnormal = Field.Optional(
        "abnormal", new FlagReader(), false, "Whether the operator's attention is due.", "false");

    /// <summary>Reads a member.</summary>
    public static readonly MappingReader<EnumMember> Reader = new(
        "a member", [Code, Key, Abnormal], static (values, _) => new EnumMember(values.Get(Code), values.Get(Key), values.Get(Abnormal)));
}

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
