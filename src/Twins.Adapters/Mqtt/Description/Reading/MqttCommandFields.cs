using System.Globalization;
using Twins.Configuration;
using Twins.Configuration.Devices;
using Twins.Configuration.Fields;
using Twins.Points;
using Twins.Text;

namespace Twins.Adapters.Mqtt;

/// <summary>The fields of a command: what is published to the device, and how the truth comes back.</summary>
internal static class MqttCommandFields
{
    /// <summary>The topic.</summary>
    public static readonly Field<MqttTemplate> Topic = Field.Required(
        "topic", TemplateReader.Topic, "The topic; may hold {site}, {device} and {index}, but no wildcards.");

    /// <summary>The payload.</summary>
    public static readonly Field<MqttTemplate> Payload = Field.Required(
        "payload", TemplateReader.Payload,
        "The payload with {value}, and if wanted {command} (its id), {time}, {site}, {device}, {index}; in JSON a placeholder outside quotes is a JSON value.");

    /// <summary>How the payload is written.</summary>
    public static readonly Field<MqttFormat> Format = Field.Optional(
        "format", new MemberReader<MqttFormat>(MqttFormat.Json, MqttFormat.Text), MqttFormat.Json, "json, or text.", "json");

    /// <summary>The point that shows what is followed.</summary>
    public static readonly Field<string?> ReadBack = Field.Optional<string?>(
        "readBack", KeyReader.Point!, null, "The reported point at which the device shows what it follows.", "the point itself, when it is reported");

    /// <summary>Tolerance.</summary>
    public static readonly Field<double> Tolerance = Field.Optional("tolerance", new NumberReader(0), 0, "Difference, in the unit, that still counts as followed.", "0");

    /// <summary>What the device falls back to.</summary>
    public static readonly Field<double?> SafeValue = Field.Optional(
        "safeValue", new MaybeReader<double>(new NumberReader()), null, "What the device falls back to, in the unit.");

    /// <summary>Limits.</summary>
    public static readonly Field<NumberRange?> Limits = Field.Optional("limits", new RangeReader(), null, "The device's own least and greatest value, in the unit.");

    /// <summary>Digits.</summary>
    public static readonly Field<int?> Decimals = Field.Optional(
        "decimals", new MaybeReader<int>(new IntegerReader(0, 9)), null, "Digits after the decimal point that are sent.", "as many as the number has");

    /// <summary>The answer.</summary>
    public static readonly Field<MqttAcknowledgement> Acknowledgement = Field.Optional<MqttAcknowledgement>(
        "acknowledgement", MqttAcknowledgementFields.Reader, null!, "How the device answers.");

    private static readonly Field<double?> Watchdog = Field.Optional(
        "watchdogS", new MaybeReader<double>(new NumberReader(0, 604_800, isMinimumAllowed: false)), null,
        "Seconds without a new command after which the device itself falls back.");

    /// <summary>Reads a command.</summary>
    public static readonly MappingReader<MqttCommand> Reader = new(
        "a command",
        [
            MqttValueFields.Key, Topic, Format, Payload, MqttReportFields.Qos, MqttReportFields.FirstIndex, .. MqttValueFields.Commanded, Decimals,
            Acknowledgement, ReadBack, Tolerance, Watchdog, SafeValue, Limits,
        ],
        Build)
    {
        Refused = new Dictionary<string, Complaint>(StringComparer.Ordinal)
        {
            ["retain"] = new(
                "a command is never retained: the broker would give it to a device that connects after its validity has ended",
                "leave 'retain' out; while it is valid, a command is sent again to a device that returns"),
        },
    };

    private static MqttCommand? Build(MappingValues values, ReadingContext context)
    {
        var errors = context.ErrorCount;
        var key = values.Get(MqttValueFields.Key);
        var definition = context.Type is { } type ? PointLookup.Find(type, key, values.PlaceOf(MqttValueFields.Key), context) : null;
        var value = MqttValueFields.Build(values, definition, context);
        if (definition is not null && context.ErrorCount == errors)
        {
            MqttCommandChecks.Check(values, definition, value, context);
        }

        return context.ErrorCount == errors ? ToCommand(values, value) : null;
    }

    private static MqttCommand ToCommand(MappingValues values, MqttValue value) => new()
    {
        Key = values.Get(MqttValueFields.Key),
        Topic = values.Get(Topic),
        Payload = values.Get(Payload),
        Format = values.Get(Format),
        QualityOfService = values.Get(MqttReportFields.Qos),
        FirstIndex = values.Get(MqttReportFields.FirstIndex),
        Value = value,
        Decimals = values.Get(Decimals),
        Acknowledgement = values.Get(Acknowledgement),
        ReadBack = values.Get(ReadBack),
        Tolerance = value.Unit?.DifferenceToCanonical(values.Get(Tolerance)) ?? 0,
        WatchdogSeconds = values.Get(Watchdog),
        SafeValue = values.Get(SafeValue) is { } safe ? value.Unit?.ToCanonical(safe) : null,
        Limits = values.Get(Limits) is { } limits && value.Unit is { } unit ? new(unit.ToCanonical(limits.Minimum), unit.ToCanonical(limits.Maximum)) : null,
    };
}

/// <summary>What must hold of a command by itself and against the type's point.</summary>
internal static class MqttCommandChecks
{
    private static readonly Field[] NumberFields =
        [MqttCommandFields.Decimals, MqttCommandFields.Tolerance, MqttCommandFields.SafeValue, MqttCommandFields.Limits];

    /// <summary>Reports what does not fit.</summary>
    public static void Check(MappingValues values, PointDefinition definition, MqttValue value, ReadingContext context)
    {
        var key = values.Get(MqttValueFields.Key);
        if (definition.Setpoint is null)
        {
            context.Error(
                values.PlaceOf(MqttValueFields.Key), $"'{key}' is not commanded: the type '{context.Type!.Key}' gives it no 'hold'",
                "add 'hold' in the type, or leave the command out");
        }

        CheckPayload(values, definition, value, context);
        MqttIndexChecks.Check(key, values.Get(MqttCommandFields.Topic), values.Get(MqttCommandFields.Payload), values.PlaceOf(MqttValueFields.Key), context);
        CheckNumberFields(values, definition, context);
    }

    private static void CheckPayload(MappingValues values, PointDefinition definition, MqttValue value, ReadingContext context)
    {
        var payload = values.Get(MqttCommandFields.Payload);
        var place = values.PlaceOf(MqttCommandFields.Payload);
        if (payload.Parts.Count(part => part.Placeholder == MqttPlaceholder.Value) != 1)
        {
            var message = payload.Has(MqttPlaceholder.Value) ? "the payload has {value} twice" : "the payload has no {value}";
            context.Error(place, message, "write {value} where the value goes, once");
        }
        else if (MqttPayload.TryCompile(payload, values.Get(MqttCommandFields.Format), definition, value, values.Get(MqttCommandFields.Decimals), TimeZoneInfo.Utc, out _) is { } complaint)
        {
            context.Error(place, complaint);
        }

        if (values.Get(MqttCommandFields.Acknowledgement)?.Correlation is not null && !payload.Has(MqttPlaceholder.Command))
        {
            context.Error(place, "the answer repeats the command's id, but the payload has no {command}", "write {command} where the device takes the id");
        }
    }

    private static void CheckNumberFields(MappingValues values, PointDefinition definition, ReadingContext context)
    {
        foreach (var field in NumberFields.Where(field => values.Has(field) && definition.ValueType != PointValueType.Number))
        {
            context.Error(values.PlaceOf(field), $"'{field.Name}' belongs to numbers; '{definition.Key}' is none", "leave it out");
        }

        if (values.Get(MqttCommandFields.Limits) is { } limits && values.Get(MqttCommandFields.SafeValue) is { } safe && !limits.Contains(safe))
        {
            context.Error(values.PlaceOf(MqttCommandFields.SafeValue), string.Create(
                CultureInfo.InvariantCulture, $"the safe value {safe} is outside the limits [{limits.Minimum}, {limits.Maximum}]"), "choose one inside");
        }
    }
}
