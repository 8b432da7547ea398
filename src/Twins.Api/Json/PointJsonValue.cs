using System.Text.Json;
using System.Text.Json.Serialization;
using Twins.Points;

namespace Twins.Api.Json;

/// <summary>A value with the definition that says how to write it; in JSON it is only the value.</summary>
/// <param name="Value">The value.</param>
/// <param name="Point">Its point.</param>
[JsonConverter(typeof(PointJsonValueConverter))]
internal readonly record struct PointJsonValue(PointValue Value, PointDefinition Point);

/// <summary>Writes <see cref="PointJsonValue"/> in place; values that enter are read by <see cref="PointValueReader"/>, which knows their units.</summary>
internal sealed class PointJsonValueConverter : JsonConverter<PointJsonValue>
{
    /// <inheritdoc/>
    public override PointJsonValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Point values are only written; what enters is read with its unit.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, PointJsonValue value, JsonSerializerOptions options) =>
        PointValueJson.Write(writer, value.Value, value.Point);
}
