using Twins.Configuration;
using Twins.Configuration.Fields;
using Twins.Configuration.Yaml;
using Twins.Points;

namespace Twins.Adapters.Mqtt;

/// <summary>Checks that a message says which part of a group a value belongs to, once.</summary>
internal static class MqttIndexChecks
{
    /// <summary>Reports a part that nothing names, and an index of what has no parts.</summary>
    public static void Check(MqttReport report, MqttRows? rows, MqttPoint point, ReadingContext context)
    {
        var (group, _) = PointKeys.Split(point.Key);
        var namer = Namer(report, point);
        if (group is null)
        {
            if (namer is not null)
            {
                var place = namer == "topic" ? context.PlaceOf(point, "key") : context.PlaceOf(point, namer);
                context.Error(place, $"'{point.Key}' belongs to no group, and {{index}} in the {namer} names a part", "leave {index} out, or describe a point of a group");
            }
        }
        else if (namer == "topic" && NamerInMessage(point) is { } second)
        {
            context.Error(context.PlaceOf(point, second), $"the part of '{point.Key}' is named twice, by the topic and by the {second}", "keep one {index}");
        }
        else if (namer is null && (rows is null || (rows.Index is null && !point.Where.IsEmpty)))
        {
            var fix = rows is not null ? "add 'index' to the rows, or {index} to 'where'" : report.Format switch
            {
                MqttFormat.Json => "add {index} to the pointer or the topic, or put the point under 'rows'",
                MqttFormat.Senml => "add {index} to the name or the topic",
                _ => "add {index} to the topic",
            };
            context.Error(context.PlaceOf(point, "key"), $"nothing says which of the {group} '{point.Key}' is of", fix);
        }
    }

    /// <summary>Reports a command to a part that nothing names, and an index of what has no parts.</summary>
    public static void Check(string key, MqttTemplate topic, MqttTemplate payload, Place place, ReadingContext context)
    {
        var (group, _) = PointKeys.Split(key);
        var isNamed = topic.Has(MqttPlaceholder.Index) || payload.Has(MqttPlaceholder.Index);
        if (group is null && isNamed)
        {
            context.Error(place, $"'{key}' belongs to no group, and {{index}} names a part", "leave {index} out");
        }
        else if (group is not null && !isNamed)
        {
            context.Error(place, $"nothing says which of the {group} '{key}' is of", "add {index} to the topic or the payload");
        }
    }

    private static string? Namer(MqttReport report, MqttPoint point) =>
        report.Topic.Has(MqttPlaceholder.Index) ? "topic" : NamerInMessage(point);

    private static string? NamerInMessage(MqttPoint point) =>
        point.Place?.Has(MqttPlaceholder.Index) == true ? "pointer"
        : point.Name?.Has(MqttPlaceholder.Index) == true ? "name"
        : point.Where.Any(selector => selector.Text.Has(MqttPlaceholder.Index)) ? "where"
        : null;
}

/// <summary>What must hold where devices share a topic: every value is of one device, which is named once.</summary>
internal static class MqttSharingChecks
{
    /// <summary>Reports devices that are named twice, and values that are of nobody while others are named.</summary>
    public static void Check(MqttReport report, MappingValues values, ReadingContext context)
    {
        var isNamedByTopic = report.Topic.Has(MqttPlaceholder.Device);
        if (report.Device is not null && isNamedByTopic)
        {
            context.Error(values.PlaceOf(MqttReportFields.Device), "the device is named twice, by the topic and by the message", "leave 'device' out, or take {device} out of the topic");
        }

        foreach (var rows in report.Rows.Where(rows => rows.Device is not null && (report.Device is not null || isNamedByTopic)))
        {
            context.Error(context.PlaceOf(rows, "device"), "the device is named twice, by a row and by the message or its topic", "keep one of them");
        }

        if (report.Device is null && !isNamedByTopic)
        {
            CheckNamed(report, context);
        }
    }

    private static void CheckNamed(MqttReport report, ReadingContext context)
    {
        var areRowsNamed = report.Rows.Any(rows => rows.Device is not null);
        var areNamesNamed = report.Points.Any(IsNamed);
        foreach (var point in report.Points.Where(point => areRowsNamed || (areNamesNamed && !IsNamed(point))))
        {
            var fix = areRowsNamed ? "add 'device' to the message, or put the point under those rows" : "add {device} to its name";
            context.Error(context.PlaceOf(point, "key"), $"'{point.Key}' is of no device: on '{report.Topic}' {(areRowsNamed ? "only rows name theirs" : "other names hold theirs")}", fix);
        }

        foreach (var rows in report.Rows.Where(rows => areRowsNamed && rows.Device is null))
        {
            context.Error(context.PlaceOf(rows, "each"), $"the rows '{rows.Each}' are of no device: other rows name theirs", "add 'device' to the rows, or to the message");
        }
    }

    private static bool IsNamed(MqttPoint point) => point.Name?.Has(MqttPlaceholder.Device) == true;
}
