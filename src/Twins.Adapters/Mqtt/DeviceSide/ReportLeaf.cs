using Twins.Points;
using Twins.Sites;

namespace Twins.Adapters.Mqtt.DeviceSide;

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
