using System.Globalization;
using Twins.Configuration;
using Twins.Configuration.Fields;
using Twins.Points;

namespace Twins.Adapters.Mqtt;

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
