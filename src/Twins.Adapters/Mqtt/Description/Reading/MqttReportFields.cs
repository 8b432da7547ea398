using System.Collections.Immutable;
using Twins.Configuration;
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
