using System.Collections.Immutable;
using Twins.Configuration;
using Twins.Configuration.Devices;
using Twins.Configuration.Fields;
using Twins.Devices;
using Twins.Points;

namespace Twins.Adapters.Mqtt;

/// <summary>The fields that say how a device writes a value: the same for what it reports and for what it is told.</summary>
internal static class MqttValueFields
{
    /// <summary>The point of the type.</summary>
    public static readonly Field<string> Key = Field.Required(
        "key", KeyReader.Point, "Key of the type's point; group.name for the points of a repeated group.");

    /// <summary>Unit of the device's number.</summary>
    public static readonly Field<string?> UnitField = Field.Optional(
        "unit", new UnitSymbolReader(), null, "Unit of the device's number, any of the quantity; numbers need it. A SenML record's own unit comes first.");

    /// <summary>Factor.</summary>
    public static readonly Field<double> Scale = Field.Optional(
        "scale", new NumberReader(0, 1e12, isMinimumAllowed: false), 1, "Factor from the device's number to the unit.", "1");

    /// <summary>Offset.</summary>
    public static readonly Field<double> Offset = Field.Optional("offset", new NumberReader(), 0, "Added after scaling, in the unit.", "0");

    /// <summary>Sign convention.</summary>
    public static readonly Field<SignConvention> Sign = Field.Optional(
        "sign", new MemberReader<SignConvention>(), SignConvention.DeliverPositive,
        "What the device counts as positive: deliverPositive into the bus, as we do, or chargePositive, which negates the number.", "deliverPositive");

    /// <summary>What means no value.</summary>
    public static readonly Field<MqttLiteral?> NotAvailable = Field.Optional(
        "notAvailable", new MaybeReader<MqttLiteral>(new LiteralReader()), null, "What means \"no value\"; JSON's null always does.");

    /// <summary>Numbers in quotes.</summary>
    public static readonly Field<bool> NumberInText = Field.Optional(
        "numberInText", new FlagReader(), false, "Whether JSON writes the number in quotes, such as \"23.5\".", "false");

    /// <summary>Device's words.</summary>
    public static readonly Field<ImmutableDictionary<MqttLiteral, string>> EnumMap = Field.Optional(
        "enum", new TableReader<MqttLiteral, string>("a mapping of the device's words or codes to member keys", new LiteralReader(), KeyReader.CamelCase),
        ImmutableDictionary<MqttLiteral, string>.Empty, "What the device writes → member key; without it, texts are member keys and numbers are the type's codes.");

    /// <summary>A set flag.</summary>
    public static readonly Field<MqttLiteral?> WhenTrue = Field.Optional(
        "whenTrue", new MaybeReader<MqttLiteral>(new LiteralReader()), null, "What the device writes for a flag that is set.", "true, or 1");

    /// <summary>A flag that is not set.</summary>
    public static readonly Field<MqttLiteral?> WhenFalse = Field.Optional(
        "whenFalse", new MaybeReader<MqttLiteral>(new LiteralReader()), null, "What the device writes for a flag that is not set.", "false, or 0");

    /// <summary>How an instant is written.</summary>
    public static readonly Field<MqttTimeFormat> TimeFormat = Field.Optional(
        "timeFormat", new MemberReader<MqttTimeFormat>(), MqttTimeFormat.Iso8601, "How a point that is an instant is written; without an offset, iso8601 is UTC and iso8601SiteTime the time of the site's zone.", "iso8601");

    /// <summary>Those that say how a reported value is written.</summary>
    public static readonly Field[] Reported = [UnitField, Scale, Offset, Sign, NotAvailable, NumberInText, EnumMap, WhenTrue, WhenFalse, TimeFormat];

    /// <summary>Those that say how a commanded value is written.</summary>
    public static readonly Field[] Commanded = [UnitField, Scale, Offset, Sign, EnumMap, WhenTrue, WhenFalse, TimeFormat];

    /// <summary>Builds the value's shape and checks it against the type's point.</summary>
    public static MqttValue Build(MappingValues values, PointDefinition? definition, ReadingContext context)
    {
        if (definition is not null)
        {
            MqttValueChecks.Check(values, definition, context);
        }

        return new MqttValue
        {
            Unit = definition is null ? null : UnitChecks.Read(values, UnitField, definition, allowsDuration: false, context),
            Scale = values.Get(Scale),
            Offset = values.Get(Offset),
            Sign = values.Get(Sign),
            NotAvailable = values.Get(NotAvailable),
            IsNumberInText = values.Get(NumberInText),
            EnumMap = values.Get(EnumMap),
            WhenTrue = values.Get(WhenTrue),
            WhenFalse = values.Get(WhenFalse),
            TimeFormat = values.Get(TimeFormat),
        };
    }
}

/// <summary>Checks that a payload can carry the type's value.</summary>
internal static class MqttValueChecks
{
    private static readonly (Field Field, string Owners, PointValueType[] Types)[] Owned =
    [
        (MqttValueFields.Scale, "numbers", [PointValueType.Number]),
        (MqttValueFields.Offset, "numbers", [PointValueType.Number]),
        (MqttValueFields.Sign, "numbers", [PointValueType.Number]),
        (MqttValueFields.NumberInText, "numbers", [PointValueType.Number]),
        (MqttValueFields.EnumMap, "enums", [PointValueType.Enum]),
        (MqttValueFields.WhenTrue, "flags", [PointValueType.Flag]),
        (MqttValueFields.WhenFalse, "flags", [PointValueType.Flag]),
        (MqttValueFields.TimeFormat, "instants", [PointValueType.Time]),
    ];

    /// <summary>Reports what does not fit the shape of the point's value.</summary>
    public static void Check(MappingValues values, PointDefinition definition, ReadingContext context)
    {
        var shape = Article(definition.ValueType.ToString().ToLowerInvariant());
        if (definition.ValueType is PointValueType.Position or PointValueType.Schedule or PointValueType.Records)
        {
            context.Error(values.PlaceOf(MqttValueFields.Key), $"no payload carries '{definition.Key}', {shape}", "leave the point out");
            return;
        }

        foreach (var (field, owners, _) in Owned.Where(owned => values.Has(owned.Field) && !owned.Types.Contains(definition.ValueType)))
        {
            context.Error(values.PlaceOf(field), $"'{field.Name}' belongs to {owners}; '{definition.Key}' is {shape}", "leave it out");
        }

        if (definition.ValueType == PointValueType.Enum)
        {
            EnumChecks.Check(values.Get(MqttValueFields.EnumMap).Values.Order(StringComparer.Ordinal), definition, values.PlaceOf(MqttValueFields.EnumMap), context);
        }

        if (values.Has(MqttValueFields.WhenTrue) != values.Has(MqttValueFields.WhenFalse))
        {
            var missing = values.Has(MqttValueFields.WhenTrue) ? MqttValueFields.WhenFalse : MqttValueFields.WhenTrue;
            context.Error(values.Place, "'whenTrue' and 'whenFalse' belong together", $"add '{missing.Name}'");
        }
        else if (values.Get(MqttValueFields.WhenTrue) is { } set && set == values.Get(MqttValueFields.WhenFalse))
        {
            context.Error(values.PlaceOf(MqttValueFields.WhenFalse), $"'whenTrue' and 'whenFalse' are both {set}", "write what tells them apart");
        }

        CheckNotAvailable(values, definition, context);
    }

    private static void CheckNotAvailable(MappingValues values, PointDefinition definition, ReadingContext context)
    {
        var literal = values.Get(MqttValueFields.NotAvailable);
        var means = literal is { } text && values.Get(MqttValueFields.EnumMap).TryGetValue(text, out var member) ? $"the member '{member}'"
            : literal is not null && literal == values.Get(MqttValueFields.WhenTrue) ? "true"
            : literal is not null && literal == values.Get(MqttValueFields.WhenFalse) ? "false"
            : null;
        if (means is not null)
        {
            context.Error(values.PlaceOf(MqttValueFields.NotAvailable), $"{literal} of '{definition.Key}' means both \"no value\" and {means}", "keep one of them");
        }
    }

    private static string Article(string noun) => noun is "enum" ? $"an {noun}" : $"a {noun}";
}
