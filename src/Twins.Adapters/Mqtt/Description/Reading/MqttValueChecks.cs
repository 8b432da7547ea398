using Twins.Configuration;
using Twins.Configuration.Devices;
using Twins.Configuration.Fields;
using Twins.Configuration.Yaml;
using Twins.Points;

namespace Twins.Adapters.Mqtt;

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
