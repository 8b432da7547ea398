using Twins.Points;
using Twins.Sites;

namespace Twins.Adapters.Mqtt.DeviceSide;

/// <summary>Writes the payloads of one topic.</summary>
internal abstract class ReportWriter
{
    /// <summary>Writes a payload.</summary>
    /// <param name="values">The device's value of each point.</param>
    /// <param name="now">The device's time.</param>
    /// <param name="payload">The payload.</param>
    /// <returns>Null, or why a value cannot be written.</returns>
    public abstract string? TryWrite(Func<int, PointValue> values, Timestamp now, out byte[] payload);
}

/// <summary>Writes payloads that are one number or one text.</summary>
internal sealed class WholeWriter(ReportLeaf leaf, bool isNumber) : ReportWriter
{
    /// <inheritdoc/>
    public override string? TryWrite(Func<int, PointValue> values, Timestamp now, out byte[] payload)
    {
        payload = [];
        if (leaf.TryWrite(values, now, isNumber, out var literal) is { } error)
        {
            return error;
        }

        // An empty text is "not available"; for a number nothing but a described word is.
        var isNothing = literal is { IsText: false, Text: "null" };
        payload = isNothing ? [] : System.Text.Encoding.UTF8.GetBytes(literal.Text);
        return isNothing && isNumber ? "nothing is described that means \"not available\"" : null;
    }
}

/// <summary>Writes JSON payloads.</summary>
internal sealed class JsonWriter(JsonSkeleton skeleton, IReadOnlyList<ReportLeaf> leaves) : ReportWriter
{
    /// <inheritdoc/>
    public override string? TryWrite(Func<int, PointValue> values, Timestamp now, out byte[] payload)
    {
        var literals = new MqttLiteral[leaves.Count];
        for (var i = 0; i < literals.Length; i++)
        {
            if (leaves[i].TryWrite(values, now, isNumeric: false, out literals[i]) is { } error)
            {
                payload = [];
                return error;
            }
        }

        payload = skeleton.Write(leaf => literals[leaf]);
        return null;
    }
}

/// <summary>Writes SenML packs: a base time, and a record for each value; what is not available is left out.</summary>
internal sealed class SenmlWriter(IReadOnlyList<(string Name, string? Unit, ReportLeaf Leaf)> records) : ReportWriter
{
    private static readonly JsonPointer Root = JsonPointer.Parse("");

    /// <inheritdoc/>
    public override string? TryWrite(Func<int, PointValue> values, Timestamp now, out byte[] payload)
    {
        payload = [];
        var skeleton = new JsonSkeleton();
        List<MqttLiteral> literals = [];
        Put(skeleton.AddRow(Root), "bt", TimeText.Write(now, MqttTimeFormat.EpochSeconds, TimeZoneInfo.Utc), literals);
        foreach (var (name, unit, leaf) in records)
        {
            if (leaf.TryWrite(values, now, isNumeric: false, out var literal) is { } error)
            {
                return error;
            }

            if (literal is { IsText: false, Text: "null" })
            {
                continue;
            }

            var row = skeleton.AddRow(Root);
            Put(row, "n", new MqttLiteral(name, true), literals);
            if (unit is not null)
            {
                Put(row, "u", new MqttLiteral(unit, true), literals);
            }

            Put(row, literal.IsText ? "vs" : literal.Text is "true" or "false" ? "vb" : "v", literal, literals);
        }

        payload = skeleton.Write(index => literals[index]);
        return null;
    }

    private static void Put(JsonSkeleton row, string label, MqttLiteral literal, List<MqttLiteral> literals)
    {
        row.Put(JsonPointer.Parse($"/{label}"), literals.Count);
        literals.Add(literal);
    }
}

/// <summary>What stands at a place of a report: a constant, the time, or a point's value.</summary>
/// <param name="Constant">What always stands there; null for the others.</param>
/// <param name="Time">How the time is written; null for the others.</param>
/// <param name="Site">Time zone of the site, for the time.</param>
/// <param name="Ordinal">Ordinal of the point; −1 for the others.</param>
/// <param name="Codec">Writes the point's value; null for the others.</param>
internal sealed record ReportLeaf(MqttLiteral? Constant, MqttTimeFormat? Time, TimeZoneInfo Site, int Ordinal, MqttValueCodec? Codec)
{
    /// <summary>A constant.</summary>
    public static ReportLeaf Of(MqttLiteral constant) => new(constant, null, TimeZoneInfo.Utc, -1, null);

    /// <summary>The time of the report.</summary>
    public static ReportLeaf Of(MqttTime time, TimeZoneInfo site) => new(null, time.Format, site, -1, null);

    /// <summary>A point.</summary>
    public static ReportLeaf Of(MqttPoint point, PointAddress address, TwinDefinition device) =>
        new(null, null, device.TimeZone, address.Ordinal, new MqttValueCodec(point.Value, device.Points[address.Ordinal], device.TimeZone));

    /// <summary>What is written.</summary>
    /// <returns>Null, or why the value cannot be written.</returns>
    public string? TryWrite(Func<int, PointValue> values, Timestamp now, bool isNumeric, out MqttLiteral literal)
    {
        literal = Constant ?? (Time is { } format ? TimeText.Write(now, format, Site) : default);
        return Codec?.TryEncode(values(Ordinal), null, isNumeric, out literal);
    }
}
