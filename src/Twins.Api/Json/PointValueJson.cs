using System.Globalization;
using System.Text.Json;
using Twins.Points;

namespace Twins.Api.Json;

/// <summary>Writes a point's value as programs expect it: a number, a member's key, true or false, a text, an RFC 3339 time, an object, rows.</summary>
internal static class PointValueJson
{
    /// <summary>Writes a value; null when there is none.</summary>
    public static void Write(Utf8JsonWriter json, in PointValue value, PointDefinition point)
    {
        switch (value.Type)
        {
            case PointValueType.Number:
                json.WriteNumberValue(value.Number);
                break;
            case PointValueType.Enum:
                WriteMember(json, value.EnumCode, point);
                break;
            case PointValueType.Flag:
                json.WriteBooleanValue(value.Flag);
                break;
            case PointValueType.Time:
                WriteTime(json, value.Time);
                break;
            case PointValueType.None:
                json.WriteNullValue();
                break;
            default:
                WriteCompound(json, value.Compound!, point);
                break;
        }
    }

    /// <summary>Writes an instant as RFC 3339 in UTC without allocating.</summary>
    public static void WriteTime(Utf8JsonWriter json, Timestamp time)
    {
        Span<byte> text = stackalloc byte[32];
        time.ToDateTimeOffset().TryFormat(text, out var length, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        json.WriteStringValue(text[..length]);
    }

    /// <summary>A code that the type does not describe is shown as the number it is, so that nothing is hidden.</summary>
    private static void WriteMember(Utf8JsonWriter json, int code, PointDefinition point)
    {
        foreach (var member in point.Members)
        {
            if (member.Code == code)
            {
                json.WriteStringValue(member.Key);
                return;
            }
        }

        json.WriteNumberValue(code);
    }

    private static void WriteCompound(Utf8JsonWriter json, CompoundValue compound, PointDefinition point)
    {
        switch (compound)
        {
            case TextValue text:
                json.WriteStringValue(text.Text);
                break;
            case PositionValue position:
                json.WriteStartObject();
                json.WriteNumber("latitude", position.LatitudeDegrees);
                json.WriteNumber("longitude", position.LongitudeDegrees);
                json.WriteEndObject();
                break;
            case ScheduleValue schedule:
                WriteSchedule(json, schedule);
                break;
            case RecordsValue records:
                WriteRecords(json, records, point);
                break;
        }
    }

    private static void WriteSchedule(Utf8JsonWriter json, ScheduleValue schedule)
    {
        json.WriteStartArray();
        foreach (var entry in schedule.Entries)
        {
            json.WriteStartObject();
            json.WritePropertyName("start");
            WriteTime(json, entry.Start);
            json.WriteString("duration", IsoDuration.Format(TimeSpan.FromSeconds(entry.DurationSeconds)));
            json.WriteNumber("value", entry.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRecords(Utf8JsonWriter json, RecordsValue records, PointDefinition point)
    {
        json.WriteStartArray();
        foreach (var row in records.Rows)
        {
            json.WriteStartObject();
            for (var field = 0; field < row.Length && field < point.Fields.Length; field++)
            {
                json.WritePropertyName(point.Fields[field].Key);
                Write(json, row[field], point);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
