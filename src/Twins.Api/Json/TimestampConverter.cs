using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Twins.Api.Json;

/// <summary>Instants as RFC 3339 in UTC with microseconds.</summary>
internal sealed class TimestampConverter : JsonConverter<Timestamp>
{
    /// <inheritdoc/>
    public override Timestamp Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Timestamp.From(DateTimeOffset.Parse(reader.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Timestamp value, JsonSerializerOptions options) =>
        PointValueJson.WriteTime(writer, value);
}
