using Twins.Configuration;
using Twins.Configuration.Fields;

namespace Twins.Adapters.Mqtt;

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
