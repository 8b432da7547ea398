using System.Collections.Immutable;
using Twins.Devices;

namespace Twins.Adapters.Mqtt;

/// <summary>How a product speaks over MQTT: what it publishes, what it takes, and how it says that it is there.</summary>
/// <param name="Reports">The topics on which it publishes values.</param>
/// <param name="Commands">How each commanded point is published to it.</param>
/// <param name="Presence">Where its birth and will messages go; null when it has none.</param>
public sealed record MqttDescription(ImmutableArray<MqttReport> Reports, ImmutableArray<MqttCommand> Commands, MqttPresence? Presence)
    : IProtocolDescription
{
    /// <inheritdoc/>
    public string Protocol => MqttProtocol.ProtocolKey;

    /// <inheritdoc/>
    public IEnumerable<ReportedPoint> ReportedPoints() =>
        Points().Select(reported => new ReportedPoint(reported.Point.Key, reported.Report.Every));

    /// <inheritdoc/>
    public IEnumerable<SetpointRules> Setpoints() => Commands.Select(
        command => new SetpointRules(command.Key, command.Tolerance, command.WatchdogSeconds, command.SafeValue, command.Limits, ReadBackOf(command)));

    /// <summary>Every reported point with the topic that brings it.</summary>
    public IEnumerable<(MqttReport Report, MqttPoint Point)> Points() => Reports.SelectMany(
        report => report.Points.Concat(report.Rows.SelectMany(rows => rows.Points)).Select(point => (report, point)));

    /// <summary>Key of the reported point at which a command's effect is read back; null when only its acknowledgement tells.</summary>
    /// <param name="command">The command.</param>
    public string? ReadBackOf(MqttCommand command) =>
        command.ReadBack ?? (Points().Any(reported => reported.Point.Key == command.Key) ? command.Key : null);
}

/// <summary>How a payload is written.</summary>
public enum MqttFormat
{
    /// <summary>A JSON document (RFC 8259); values lie at JSON pointers.</summary>
    Json,

    /// <summary>The payload is one number, as text.</summary>
    Number,

    /// <summary>The payload is one text.</summary>
    Text,

    /// <summary>A SenML pack in JSON (RFC 8428); values are found by their resolved names.</summary>
    Senml,
}

/// <summary>How an instant is written.</summary>
public enum MqttTimeFormat
{
    /// <summary>ISO 8601 date and time, any fraction of a second, with its offset; UTC when it has none.</summary>
    Iso8601,

    /// <summary>
    /// ISO 8601 date and time without an offset, in the time zone of the site; with an offset when it has one. The hour that autumn repeats is read as
    /// its first pass, so that no reading lies in the future.
    /// </summary>
    Iso8601SiteTime,

    /// <summary>Seconds since 1970-01-01T00:00:00Z, whole or with a fraction.</summary>
    EpochSeconds,

    /// <summary>Milliseconds since 1970-01-01T00:00:00Z.</summary>
    EpochMilliseconds,

    /// <summary>Microseconds since 1970-01-01T00:00:00Z.</summary>
    EpochMicroseconds,
}

/// <summary>Where the source's time lies.</summary>
/// <param name="Place">Its place.</param>
/// <param name="Format">How it is written.</param>
public sealed record MqttTime(JsonPointer Place, MqttTimeFormat Format);

/// <summary>A topic on which a device publishes values.</summary>
public sealed record MqttReport
{
    /// <summary>The topic; may hold <c>{site}</c>, <c>{device}</c> and <c>{index}</c>. No wildcards: it names one place.</summary>
    public required MqttTemplate Topic { get; init; }

    /// <summary>How the payload is written.</summary>
    public MqttFormat Format { get; init; }

    /// <summary>Quality of service that is asked for, 0 to 2; the publisher's may be less.</summary>
    public int QualityOfService { get; init; } = 1;

    /// <summary>How often a message is expected; null for what is only published on change.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>What <c>{index}</c> and index pointers call the first part of a group: 0, as arrays count, unless described otherwise.</summary>
    public int FirstIndex { get; init; }

    /// <summary>The source's time of the message; null takes the gateway's.</summary>
    public MqttTime? Time { get; init; }

    /// <summary>Where the message names its device; null when the topic does, or when the topic is one device's own.</summary>
    public JsonPointer? Device { get; init; }

    /// <summary>The points of the message.</summary>
    public ImmutableArray<MqttPoint> Points { get; init; } = [];

    /// <summary>Arrays of the message whose elements hold points.</summary>
    public ImmutableArray<MqttRows> Rows { get; init; } = [];
}

/// <summary>An array in a message: each element is a row with points of its own.</summary>
public sealed record MqttRows
{
    /// <summary>Where the array lies in the message.</summary>
    public required JsonPointer Each { get; init; }

    /// <summary>Where a row names its device; null when the message or the topic does.</summary>
    public JsonPointer? Device { get; init; }

    /// <summary>Where a row says which part of a group it is; null counts the rows.</summary>
    public JsonPointer? Index { get; init; }

    /// <summary>The source's time of a row; null takes the message's.</summary>
    public MqttTime? Time { get; init; }

    /// <summary>The points of a row.</summary>
    public required ImmutableArray<MqttPoint> Points { get; init; }
}

/// <summary>Where a reported point lies in a message, and how its value is written.</summary>
public sealed record MqttPoint
{
    /// <summary>Point key of the type; <c>group.name</c> for the points of a repeated group.</summary>
    public required string Key { get; init; }

    /// <summary>Its place in a JSON message, or in a row; may hold <c>{index}</c>. Null in the other formats.</summary>
    public MqttTemplate? Place { get; init; }

    /// <summary>Its resolved SenML name; may hold <c>{site}</c>, <c>{device}</c> and <c>{index}</c>. Null in the other formats.</summary>
    public MqttTemplate? Name { get; init; }

    /// <summary>What a row must hold to be this point's; empty when every row is.</summary>
    public ImmutableArray<MqttSelector> Where { get; init; } = [];

    /// <summary>How the value is written.</summary>
    public required MqttValue Value { get; init; }
}

/// <summary>What a row must hold at a place.</summary>
/// <param name="Place">The place in the row.</param>
/// <param name="Text">What must stand there; a text may hold <c>{index}</c>.</param>
/// <param name="IsText">Whether it is a text rather than a number or a flag.</param>
public sealed record MqttSelector(JsonPointer Place, MqttTemplate Text, bool IsText);

/// <summary>Where a device says whether it is there: its birth and will messages.</summary>
public sealed record MqttPresence
{
    /// <summary>The topic; may hold <c>{site}</c> and <c>{device}</c>.</summary>
    public required MqttTemplate Topic { get; init; }

    /// <summary>Quality of service that is asked for, 0 to 2.</summary>
    public int QualityOfService { get; init; } = 1;

    /// <summary>Where the word lies in a JSON payload; null when the payload is the word.</summary>
    public JsonPointer? Place { get; init; }

    /// <summary>What says that it is there.</summary>
    public required MqttLiteral Online { get; init; }

    /// <summary>What says that it is gone; also what its will says.</summary>
    public required MqttLiteral Offline { get; init; }
}
