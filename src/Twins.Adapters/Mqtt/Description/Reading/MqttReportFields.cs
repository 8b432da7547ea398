using System.Collections.Immutable;
using Twins.Configuration;
using Twins.Configuration.Devices;
using Twins.Configuration.Fields;

namespace Twins.Adapters.Mqtt;

/// <summary>The fields of a topic on which a device publishes.</summary>
internal static class MqttReportFields
{
    /// <summary>Quality of service.</summary>
    public static readonly Field<int> Qos = Field.Optional("qos", new IntegerReader(0, 2), 1, "Quality of service, 0 to 2.", "1");

    /// <summary>Number of the first part.</summary>
    public static readonly Field<int> FirstIndex = Field.Optional(
        "firstIndex", new IntegerReader(0, 1_000_000), 0, "What {index}, and an index in a row, call the first part of a group.", "0, as arrays count");

    /// <summary>The topic.</summary>
    public static readonly Field<MqttTemplate> Topic = Field.Required(
        "topic", TemplateReader.Topic, "The topic; may hold {site}, {device} and {index}, but no wildcards.");

    /// <summary>How the payload is written.</summary>
    public static readonly Field<MqttFormat> Format = Field.Optional(
        "format", new MemberReader<MqttFormat>(), MqttFormat.Json,
        "json: values lie at JSON pointers; number or text: the payload is the value; senml: values have names (RFC 8428).", "json");

    /// <summary>Expected period.</summary>
    public static readonly Field<double?> Every = Field.Optional(
        "everyS", new MaybeReader<double>(new NumberReader(0, 86_400, isMinimumAllowed: false)), null,
        "Seconds between two messages; without it the device publishes on change only.");

    /// <summary>The source's time.</summary>
    public static readonly Field<MqttTime> Time = Field.Optional<MqttTime>(
        "time", TimeReader(), null!, "The device's time of the values; without it the gateway's time of receipt counts.");

    /// <summary>The device's name.</summary>
    public static readonly Field<JsonPointer> Device = Field.Optional<JsonPointer>(
        "device", new JsonPointerReader(), null!, "Where the device's name stands, when several devices share the topic.");

    /// <summary>The points.</summary>
    public static readonly Field<ImmutableArray<MqttPoint>> Points = Field.Optional(
        "points", new ListReader<MqttPoint>(MqttPointFields.Reader), [], "Where each point lies.");

    private static readonly Field<JsonPointer> Each = Field.Required("each", new JsonPointerReader(), "Where the array lies; each of its elements is a row.");

    private static readonly Field<JsonPointer> Index = Field.Optional<JsonPointer>(
        "index", new JsonPointerReader(), null!, "Where a row says which part of a group it is; without it the rows are counted.");

    private static readonly MappingReader<MqttRows> RowsReader = new("a set of rows", [Each, Device, Index, Time, Points], BuildRows);

    /// <summary>Arrays.</summary>
    public static readonly Field<ImmutableArray<MqttRows>> Rows = Field.Optional(
        "rows", new ListReader<MqttRows>(RowsReader), [], "Arrays whose elements hold points, at pointers from the element.");

    /// <summary>Reads a topic.</summary>
    public static readonly MappingReader<MqttReport> Reader = new(
        "an MQTT topic", [Topic, Format, Qos, Every, FirstIndex, Time, Device, Points, Rows], Build);

    private static MqttReport? Build(MappingValues values, ReadingContext context)
    {
        var report = new MqttReport
        {
            Topic = values.Get(Topic),
            Format = values.Get(Format),
            QualityOfService = values.Get(Qos),
            Every = values.Get(Every) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            FirstIndex = values.Get(FirstIndex),
            Time = values.Get(Time),
            Device = values.Get(Device),
            Points = values.Get(Points),
            Rows = values.Get(Rows),
        };
        var errors = context.ErrorCount;
        MqttReportChecks.Check(report, values, context);
        return context.ErrorCount == errors ? report : null;
    }

    private static MqttRows BuildRows(MappingValues values, ReadingContext context) => new()
    {
        Each = values.Get(Each),
        Device = values.Get(Device),
        Index = values.Get(Index),
        Time = values.Get(Time),
        Points = values.Get(Points),
    };

    private static MappingReader<MqttTime> TimeReader()
    {
        var pointer = Field.Required("pointer", new JsonPointerReader(), "Its place.");
        var format = Field.Optional("format", new MemberReader<MqttTimeFormat>(), MqttTimeFormat.Iso8601, "How it is written; without an offset, iso8601 is UTC and iso8601SiteTime the time of the site's zone.", "iso8601");
        return new("a time", [pointer, format], (values, _) => new MqttTime(values.Get(pointer), values.Get(format)));
    }
}

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
