using System.Globalization;
using Twins.Adapters.Mqtt.Decoding;
using Twins.Sites;

namespace Twins.Adapters.Mqtt.DeviceSide;

/// <summary>Compiles what writes a device's reports.</summary>
internal static class ReportCompiler
{
    /// <summary>The device's reports: one for each topic, with each part's own where the topic names the part.</summary>
    public static IEnumerable<MqttDeviceReport> Compile(TwinDefinition device)
    {
        foreach (var report in ((MqttDescription)device.Description.Protocol).Reports)
        {
            var isOfParts = report.Topic.Has(MqttPlaceholder.Index);
            var points = Points(report).SelectMany(pair => PointAddress.Of(device, pair.Point.Key, report.FirstIndex)
                .Select((address, part) => new PlacedReport(pair.Rows, pair.Point, address, part))).ToList();
            foreach (var own in points.GroupBy(point => isOfParts ? point.Part : -1))
            {
                var fill = PointAddress.Filler(device, isOfParts ? report.FirstIndex + own.Key : null);
                yield return new MqttDeviceReport(report, report.Topic.Resolve(fill), Compile(device, report, [.. own]));
            }
        }
    }

    private static ReportWriter Compile(TwinDefinition device, MqttReport report, List<PlacedReport> points) => report.Format switch
    {
        MqttFormat.Json => CompileJson(device, report, points),
        MqttFormat.Senml => new SenmlWriter([.. points.Select(placed => (
            placed.Point.Name!.Resolve(placed.Address.Fill),
            placed.Point.Value.Unit is { } unit ? SenmlUnits.SymbolOf(unit) : null,
            Leaf(device, placed)))]),
        _ => new WholeWriter(Leaf(device, points[0]), report.Format == MqttFormat.Number),
    };

    private static JsonWriter CompileJson(TwinDefinition device, MqttReport report, List<PlacedReport> points)
    {
        var skeleton = new JsonSkeleton();
        List<ReportLeaf> leaves = [];
        var name = ReportLeaf.Of(new MqttLiteral(MqttAddress.NameOf(device.Entry), true));
        Put(skeleton, report.Device, name);
        Put(skeleton, report.Time?.Place, report.Time is null ? name : ReportLeaf.Of(report.Time, device.TimeZone));
        foreach (var placed in points.Where(placed => placed.Rows is null))
        {
            Put(skeleton, Place(placed), Leaf(device, placed));
        }

        foreach (var row in points.Where(placed => placed.Rows is not null).GroupBy(Row, StringComparer.Ordinal))
        {
            var (rows, first) = (row.First().Rows!, row.First());
            var node = skeleton.AddRow(rows.Each);
            Put(node, rows.Device, name);
            Put(node, rows.Index, ReportLeaf.Of(new MqttLiteral((report.FirstIndex + first.Part).ToString(CultureInfo.InvariantCulture), false)));
            Put(node, rows.Time?.Place, rows.Time is null ? name : ReportLeaf.Of(rows.Time, device.TimeZone));
            foreach (var selector in first.Point.Where)
            {
                Put(node, selector.Place, ReportLeaf.Of(new MqttLiteral(selector.Text.Resolve(first.Address.Fill), selector.IsText)));
            }

            foreach (var placed in row)
            {
                Put(node, Place(placed), Leaf(device, placed));
            }
        }

        return new JsonWriter(skeleton, leaves);

        void Put(JsonSkeleton node, JsonPointer? place, ReportLeaf leaf)
        {
            if (place is not null)
            {
                node.Put(place, leaves.Count);
                leaves.Add(leaf);
            }
        }
    }

    // What is told apart by 'where' or by its part stands in a row of its own; the rest of a row stands together.
    private static string Row(PlacedReport placed)
    {
        var where = placed.Point.Where.Select(selector => $"{selector.Place}={selector.Text.Resolve(placed.Address.Fill)}");
        return string.Create(CultureInfo.InvariantCulture, $"{placed.Rows!.Each}|{placed.Part}|{string.Join('|', where)}");
    }

    private static JsonPointer Place(PlacedReport placed) => JsonPointer.Parse(placed.Point.Place!.Resolve(placed.Address.Fill));

    private static ReportLeaf Leaf(TwinDefinition device, PlacedReport placed) =>
        ReportLeaf.Of(placed.Point, placed.Address, device);

    private static IEnumerable<(MqttRows? Rows, MqttPoint Point)> Points(MqttReport report) =>
        report.Points.Select(point => ((MqttRows?)null, point)).Concat(report.Rows.SelectMany(rows => rows.Points.Select(point => ((MqttRows?)rows, point))));

    private sealed record PlacedReport(MqttRows? Rows, MqttPoint Point, PointAddress Address, int Part);
}
