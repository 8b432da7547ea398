using System.Globalization;
using Twins.Configuration;
using Twins.Configuration.Devices;
using Twins.Configuration.Yaml;
using Twins.Points;
using Twins.Text;
using Twins.Types;

namespace Twins.Adapters.Mqtt;

/// <summary>What must hold between the topics and commands of a device file, and between them and the type.</summary>
internal static class MqttDeviceChecks
{
    /// <summary>Reports everything that does not fit together.</summary>
    public static void Check(MqttDescription mqtt, TwinType type, ReadingContext context)
    {
        var points = mqtt.Points().Select(reported => reported.Point).ToList();
        CheckUnique(points.Select(point => (point.Key, (object)point)), "key", "point", context);
        CheckUnique(mqtt.Commands.Select(command => (command.Key, (object)command)), "key", "command", context);
        CheckUnique(mqtt.Reports.Select(report => (report.Topic.Text, (object)report)), "topic", "topic", context);
        foreach (var command in mqtt.Commands)
        {
            CheckEcho(mqtt, command, context);
            CheckReadBack(mqtt, command, points, type, context);
        }

        var commanded = mqtt.Commands.Select(command => command.Key).Concat(context.BrokenKeys).ToHashSet(StringComparer.Ordinal);
        foreach (var point in points.Where(point => !commanded.Contains(point.Key) && PointLookup.Find(type, point.Key) is { Kind: PointKind.Setpoint }))
        {
            context.Error(context.PlaceOf(point, "key"), $"the setpoint '{point.Key}' has no command", "add it under 'commands', or leave the point out");
        }
    }

    /// <summary>Whether every topic could be read: a point of one that could not be would seem to be missing.</summary>
    public static bool IsSound(MqttDescription mqtt, ReadingContext context) =>
        Count(mqtt, "topics", context) == mqtt.Reports.Length && mqtt.Reports.All(report => Count(report, "rows", context) == report.Rows.Length);

    private static int Count(object record, string field, ReadingContext context) => (context.NodeOf(record, field) as SequenceNode)?.Items.Length ?? 0;

    private static void CheckUnique(IEnumerable<(string Key, object Record)> entries, string field, string noun, ReadingContext context)
    {
        var first = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (key, record) in entries.Where(entry => !first.TryAdd(entry.Key, entry.Record)))
        {
            var line = context.PlaceOf(first[key]).Line.ToString(CultureInfo.InvariantCulture);
            context.Error(context.PlaceOf(record, field), $"the {noun} '{key}' is described already, in line {line}", "keep one of them");
        }
    }

    // What we publish would come back as if the device had said it.
    private static void CheckEcho(MqttDescription mqtt, MqttCommand command, ReadingContext context)
    {
        if (mqtt.Reports.Any(report => report.Topic.Equals(command.Topic)))
        {
            context.Error(
                context.PlaceOf(command, "topic"), $"'{command.Key}' is commanded on '{command.Topic}', on which the device reports: our own message would read as its answer",
                "name the topic on which the device listens");
        }
    }

    private static void CheckReadBack(MqttDescription mqtt, MqttCommand command, List<MqttPoint> points, TwinType type, ReadingContext context)
    {
        if (mqtt.ReadBackOf(command) is not { } key)
        {
            if (command.Acknowledgement is null && IsSound(mqtt, context))
            {
                context.Error(
                    context.PlaceOf(command), $"nothing tells whether '{command.Key}' was followed",
                    "add 'readBack': the reported point that shows it, or 'acknowledgement'");
            }

            return;
        }

        if (context.BrokenKeys.Contains(key) || !IsSound(mqtt, context))
        {
            return;
        }

        var place = context.PlaceOf(command, "readBack");
        if (!points.Exists(point => point.Key == key))
        {
            context.Error(place, $"'{command.Key}' is read back at '{key}', which no topic reports", Nearest.Propose(key, points.Select(point => point.Key)));
        }
        else if (PointLookup.Find(type, key) is { } shown && PointLookup.Find(type, command.Key) is { } asked
            && (shown.ValueType != asked.ValueType || shown.Unit != asked.Unit || PointKeys.Split(key).Group != PointKeys.Split(command.Key).Group))
        {
            context.Error(place, $"'{command.Key}' cannot be read back at '{key}', which is of another shape", "name a point of the same quantity and the same group");
        }
    }
}
