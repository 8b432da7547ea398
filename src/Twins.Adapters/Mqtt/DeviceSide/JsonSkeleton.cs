using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Twins.Adapters.Mqtt.DeviceSide;

/// <summary>A JSON document put together from pointers: objects, arrays and numbered leaves that are filled when it is written.</summary>
internal sealed class JsonSkeleton
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<(string Token, JsonSkeleton Child)> _children = [];
    private readonly List<JsonSkeleton> _rows = [];
    private int? _leaf;

    /// <summary>Puts a leaf at a pointer.</summary>
    public JsonSkeleton Put(JsonPointer pointer, int leaf)
    {
        Reach(pointer)._leaf = leaf;
        return this;
    }

    /// <summary>Adds an element to the array at a pointer.</summary>
    public JsonSkeleton AddRow(JsonPointer pointer)
    {
        var row = new JsonSkeleton();
        Reach(pointer)._rows.Add(row);
        return row;
    }

    /// <summary>Writes the document.</summary>
    /// <param name="fill">What stands at a leaf.</param>
    public byte[] Write(Func<int, MqttLiteral> fill)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            Write(writer, fill);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private JsonSkeleton Reach(JsonPointer pointer) => pointer.Tokens.Aggregate(this, (node, token) => node.Child(token));

    private JsonSkeleton Child(string token)
    {
        var index = _children.FindIndex(child => child.Token == token);
        if (index < 0)
        {
            index = _children.Count;
            _children.Add((token, new JsonSkeleton()));
        }

        return _children[index].Child;
    }

    private void Write(Utf8JsonWriter writer, Func<int, MqttLiteral> fill)
    {
        if (_leaf is { } leaf)
        {
            Write(writer, fill(leaf));
        }
        else if (_rows.Count > 0)
        {
            WriteArray(writer, _rows, fill);
        }
        else if (_children.Count > 0 && _children.TrueForAll(child => child.Token.All(char.IsAsciiDigit)))
        {
            var byIndex = _children.ToDictionary(child => int.Parse(child.Token, CultureInfo.InvariantCulture), child => child.Child);
            WriteArray(writer, Enumerable.Range(0, byIndex.Keys.Max() + 1).Select(index => byIndex.GetValueOrDefault(index)), fill);
        }
        else
        {
            WriteObject(writer, fill);
        }
    }

    private void WriteObject(Utf8JsonWriter writer, Func<int, MqttLiteral> fill)
    {
        writer.WriteStartObject();
        foreach (var (token, child) in _children)
        {
            writer.WritePropertyName(token);
            child.Write(writer, fill);
        }

        writer.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter writer, IEnumerable<JsonSkeleton?> elements, Func<int, MqttLiteral> fill)
    {
        writer.WriteStartArray();
        foreach (var element in elements)
        {
            if (element is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                element.Write(writer, fill);
            }
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, MqttLiteral literal)
    {
        if (literal.IsText)
        {
            writer.WriteStringValue(literal.Text);
        }
        else
        {
            writer.WriteRawValue(literal.Text);
        }
    }
}
