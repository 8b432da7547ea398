using System.Globalization;
using Twins.Configuration;
using Twins.Configuration.Devices;
using Twins.Configuration.Fields;
using Twins.Points;

namespace Twins.Adapters.Mqtt;

/// <summary>What must hold between a topic's format and the places of its points.</summary>
internal static class MqttReportChecks
{
    private static readonly Field[] JsonFields = [MqttReportFields.Time, MqttReportFields.Device, MqttReportFields.Rows];

    /// <summary>Reports what does not fit together.</summary>
    public static void Check(MqttReport report, MappingValues values, ReadingContext context)
    {
        CheckFormat(report, values, context);
        MqttSharingChecks.Check(report, values, context);
        MqttRowChecks.Check(report, values, context);
        foreach (var (rows, point) in Points(report))
        {
            CheckPlace(report, rows, point, context);
            MqttIndexChecks.Check(report, rows, point, context);
            CheckShape(report, point, context);
        }

        foreach (var places in Points(report).GroupBy(pair => Place(pair.Rows, pair.Point), StringComparer.Ordinal).Where(places => places.Key.Length > 0))
        {
            var (_, first) = places.First();
            foreach (var (_, point) in places.Skip(1))
            {
                context.Error(
                    context.PlaceOf(point, point.Name is null ? "pointer" : "name"), $"'{point.Key}' and '{first.Key}' are both {places.Key}", "fix one of the places");
            }
        }
    }

    private static IEnumerable<(MqttRows? Rows, MqttPoint Point)> Points(MqttReport report) =>
        report.Points.Select(point => ((MqttRows?)null, point)).Concat(report.Rows.SelectMany(rows => rows.Points.Select(point => ((MqttRows?)rows, point))));

    private static void CheckFormat(MqttReport report, MappingValues values, ReadingContext context)
    {
        var format = Spell(report.Format);
        foreach (var field in JsonFields.Where(field => values.IsWritten(field) && report.Format != MqttFormat.Json))
        {
            var fix = report.Format == MqttFormat.Senml ? "leave it out: a pack says it itself" : "leave it out, or write 'format: json'";
            context.Error(values.PlaceOf(field), $"'{field.Name}' belongs to json, and the format is {format}", fix);
        }

        if (!values.IsWritten(MqttReportFields.Points) && !values.IsWritten(MqttReportFields.Rows))
        {
            context.Error(values.Place, $"no point is described on '{report.Topic}'", "add 'points'");
        }

        if (IsWhole(report.Format) && report.Points.Length > 1)
        {
            var count = report.Points.Length.ToString(CultureInfo.InvariantCulture);
            context.Error(values.PlaceOf(MqttReportFields.Points), $"a payload of format {format} is one value, but {count} points are described", "describe one, or write 'format: json'");
        }
    }

    private static void CheckPlace(MqttReport report, MqttRows? rows, MqttPoint point, ReadingContext context)
    {
        var format = Spell(report.Format);
        Require(report.Format == MqttFormat.Json, point.Place is not null, "pointer", "its place in the message");
        Require(report.Format == MqttFormat.Senml, point.Name is not null, "name", "its SenML name");
        if (!point.Where.IsEmpty && rows is null)
        {
            context.Error(context.PlaceOf(point, "where"), $"'where' chooses among rows, and '{point.Key}' lies in none", "put the point under 'rows', or leave 'where' out");
        }

        void Require(bool isWanted, bool isThere, string field, string meaning)
        {
            if (isWanted && !isThere)
            {
                context.Error(context.PlaceOf(point), $"'{point.Key}' needs {meaning}", $"add '{field}'");
            }
            else if (isThere && !isWanted)
            {
                context.Error(context.PlaceOf(point, field), $"'{field}' does not belong to a payload of format {format}", "leave it out, or fix the format");
            }
        }
    }

    private static void CheckShape(MqttReport report, MqttPoint point, ReadingContext context)
    {
        if (context.Type is not { } type || PointLookup.Find(type, point.Key) is not { } definition)
        {
            return;
        }

        var carries = report.Format switch
        {
            MqttFormat.Number => definition.ValueType != PointValueType.Text,
            MqttFormat.Text => definition.ValueType != PointValueType.Number,
            _ => true,
        };
        if (!carries)
        {
            var shape = definition.ValueType.ToString().ToLowerInvariant();
            var fix = report.Format == MqttFormat.Number ? "text" : "number";
            context.Error(context.PlaceOf(point, "key"), $"a payload of format {Spell(report.Format)} cannot carry '{point.Key}', a {shape}", $"write 'format: {fix}'");
        }

        if (point.Value.IsNumberInText && report.Format != MqttFormat.Json)
        {
            context.Error(context.PlaceOf(point, "numberInText"), $"'numberInText' belongs to json, and the format is {Spell(report.Format)}", "leave it out");
        }
    }

    private static string Place(MqttRows? rows, MqttPoint point)
    {
        var where = string.Join(", ", point.Where.Select(selector => $"{selector.Place} is {selector.Text}"));
        var place = point.Place is { } pointer ? $"at '{rows?.Each}{(rows is null ? "" : "/*")}{pointer}'" : point.Name is { } name ? $"named '{name}'" : "";
        return where.Length == 0 ? place : $"{place} where {where}";
    }

    private static bool IsWhole(MqttFormat format) => format is MqttFormat.Number or MqttFormat.Text;

    private static string Spell(MqttFormat format) => format.ToString().ToLowerInvariant();
}

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
