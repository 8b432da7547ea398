using System.Globalization;
using Twins.Configuration;
using Twins.Configuration.Fields;
using Twins.Configuration.Yaml;

namespace Twins.Adapters.Mqtt;

/// <summary>What must hold between the arrays of rows of a message and what is read beside them: each value is read in one scope.</summary>
internal static class MqttRowChecks
{
    /// <summary>Reports arrays that meet, and what lies in one without belonging to its rows.</summary>
    public static void Check(MqttReport report, MappingValues values, ReadingContext context)
    {
        for (var i = 0; i < report.Rows.Length; i++)
        {
            CheckArray(report.Rows[i], report.Rows.AsSpan(0, i), context);
        }

        foreach (var (place, field) in new[] { (report.Device, "device"), (report.Time?.Place, "time") })
        {
            if (place is not null && Find(report, place.Text) is { } rows)
            {
                context.Error(values.PlaceOf(field == "device" ? MqttReportFields.Device : MqttReportFields.Time), Inside(place.Text, rows), $"write '{field}' in those rows");
            }
        }

        foreach (var point in report.Points)
        {
            if (point.Place is { } place && Find(report, place.Text) is { } rows)
            {
                context.Error(context.PlaceOf(point, "pointer"), Inside(place.Text, rows), "put the point under those rows");
            }
        }
    }

    private static void CheckArray(MqttRows rows, ReadOnlySpan<MqttRows> others, ReadingContext context)
    {
        if (!context.IsWritten(rows, "points"))
        {
            context.Error(context.PlaceOf(rows), $"no point is described in the rows '{rows.Each}'", "add 'points'");
        }

        foreach (var other in others)
        {
            if (rows.Each.Equals(other.Each))
            {
                var line = context.PlaceOf(other).Line.ToString(CultureInfo.InvariantCulture);
                context.Error(context.PlaceOf(rows, "each"), $"the rows '{rows.Each}' are described already, in line {line}", "put their points together");
            }
            else if (LiesIn(rows.Each.Text, other) || LiesIn(other.Each.Text, rows))
            {
                context.Error(context.PlaceOf(rows, "each"), $"the rows '{rows.Each}' and '{other.Each}' lie within each other", "describe one of the arrays");
            }
        }
    }

    private static MqttRows? Find(MqttReport report, string place) => report.Rows.FirstOrDefault(rows => LiesIn(place, rows));

    private static bool LiesIn(string place, MqttRows rows) =>
        place == rows.Each.Text || place.StartsWith(rows.Each.Text + "/", StringComparison.Ordinal);

    private static string Inside(string place, MqttRows rows) => $"'{place}' lies in the array of rows '{rows.Each}'";
}
