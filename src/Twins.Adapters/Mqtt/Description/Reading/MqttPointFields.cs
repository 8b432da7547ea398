using System.Collections.Immutable;
using Twins.Configuration;
using Twins.Configuration.Devices;
using Twins.Configuration.Fields;
using Twins.Configuration.Yaml;

namespace Twins.Adapters.Mqtt;

/// <summary>The fields that say where a reported point lies in a message.</summary>
internal static class MqttPointFields
{
    private static readonly Field<MqttTemplate> Pointer = Field.Optional<MqttTemplate>(
        "pointer", TemplateReader.Pointer, null!, "Its place in the JSON message, or in a row; may hold {index}.");

    private static readonly Field<MqttTemplate> Name = Field.Optional<MqttTemplate>(
        "name", TemplateReader.Name, null!, "Its SenML name with the base name; may hold {site}, {device} and {index}.");

    private static readonly Field<ImmutableDictionary<JsonPointer, MqttSelectorValue>> Where = Field.Optional(
        "where",
        new TableReader<JsonPointer, MqttSelectorValue>("a mapping of JSON pointers to what stands there", new JsonPointerReader(), new SelectorReader()),
        ImmutableDictionary<JsonPointer, MqttSelectorValue>.Empty, "What a row must hold to be this point's; a text may hold {index}.");

    /// <summary>Reads a point.</summary>
    public static readonly MappingReader<MqttPoint> Reader = new(
        "an MQTT point", [MqttValueFields.Key, Pointer, Name, Where, .. MqttValueFields.Reported], Build);

    private static MqttPoint? Build(MappingValues values, ReadingContext context)
    {
        var errors = context.ErrorCount;
        var key = values.Get(MqttValueFields.Key);
        var definition = context.Type is { } type ? PointLookup.Find(type, key, values.PlaceOf(MqttValueFields.Key), context) : null;
        var point = new MqttPoint
        {
            Key = key,
            Place = values.Get(Pointer),
            Name = values.Get(Name),
            Where =
            [
                .. values.Get(Where).OrderBy(pair => pair.Key.Text, StringComparer.Ordinal)
                    .Select(pair => new MqttSelector(pair.Key, pair.Value.Text, pair.Value.IsText)),
            ],
            Value = MqttValueFields.Build(values, definition, context),
        };
        return context.ErrorCount == errors ? point : null;
    }
}
