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
