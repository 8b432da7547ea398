using System.Collections.Immutable;
using Twins.Configuration.Fields;
using Twins.Configuration.Yaml;

namespace Twins.Adapters.Mqtt;

/// <summary>The fields of a product's MQTT topics.</summary>
internal static class MqttFields
{
    private static readonly Field<ImmutableArray<MqttReport>> Topics = Field.Optional(
        "topics", new ListReader<MqttReport>(MqttReportFields.Reader), [], "The topics on which it publishes values.");

    private static readonly Field<ImmutableArray<MqttCommand>> Commands = Field.Optional(
        "commands", new ListReader<MqttCommand>(MqttCommandFields.Reader), [], "How each commanded point is published to it.");

    private static readonly Field<MqttPresence> Presence = Field.Optional<MqttPresence>(
        "presence", PresenceReader(), null!, "Where its birth and will messages go.");

    /// <summary>Reads the topics of a product.</summary>
    public static readonly MappingReader<MqttDescription> Reader = new(
        "a set of MQTT topics", [Topics, Commands, Presence],
        static (values, _) => new MqttDescription(values.Get(Topics), values.Get(Commands), values.Get(Presence)));

    private static MappingReader<MqttPresence> PresenceReader()
    {
        var topic = Field.Required("topic", TemplateReader.DeviceTopic, "The topic; may hold {site} and {device}, but no wildcards.");
        var pointer = Field.Optional<JsonPointer>("pointer", new JsonPointerReader(), null!, "Where the word lies in a JSON payload; without it the payload is the word.");
        var online = Field.Required("online", new LiteralReader(), "What says that it is there (birth message).");
        var offline = Field.Required("offline", new LiteralReader(), "What says that it is gone (will message).");
        return new("a presence", [topic, MqttReportFields.Qos, pointer, online, offline], (values, context) =>
        {
            if (values.Get(online) == values.Get(offline))
            {
                context.Error(values.PlaceOf(offline), $"'online' and 'offline' are both {values.Get(online)}", "write what tells them apart");
                return null;
            }

            return new MqttPresence
            {
                Topic = values.Get(topic), QualityOfService = values.Get(MqttReportFields.Qos), Place = values.Get(pointer),
                Online = values.Get(online), Offline = values.Get(offline),
            };
        });
    }
}
