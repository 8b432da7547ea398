using Twins.Points;

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
