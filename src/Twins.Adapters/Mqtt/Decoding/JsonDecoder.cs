using System.Text;
using System.Text.Json;

namespace Twins.Adapters.Mqtt.Decoding;

/// <summary>
/// Decodes JSON payloads in one pass: the pointers of the description are a tree that is walked along with the reader, and what none of them
/// goes through is skipped. Of a name that an object has twice the last counts, which RFC 8259 (section 4) leaves to the reader.
/// Nothing is handed over before the payload was found to be whole.
/// </summary>
/// <param name="message">What is read of the message.</param>
/// <param name="rows">Its arrays of rows.</param>
/// <param name="names">The devices by name; null when the topic names them.</param>
internal sealed class JsonDecoder(Scope message, JsonRows[] rows, DeviceNames? names) : MessageDecoder
{
    /// <summary>How payloads are read.</summary>
    public static readonly JsonReaderOptions Options = new() { MaxDepth = MqttLimits.MaxLevels };

    /// <summary>What is read of the message.</summary>
    public Scope Message { get; } = message;

    /// <summary>Its arrays of rows.</summary>
    public JsonRows[] Rows { get; } = rows;

    /// <summary>The devices by name; null when the topic names them.</summary>
    public DeviceNames? Names { get; } = names;

    /// <summary>Captures of the message and of a row after them.</summary>
    public int CaptureCount { get; } = message.SlotCount + rows.Select(each => each.Scope.SlotCount).DefaultIfEmpty().Max();

    /// <inheritdoc/>
    public override MqttDecoded Decode(ReadOnlySpan<byte> payload, in DecodingCall call)
    {
        call.Workspace.Begin(CaptureCount, Rows.Length);
        payload = payload.StartsWith("\uFEFF"u8) ? payload[3..] : payload;
        if (payload.Trim(" \t\r\n"u8).IsEmpty)
        {
            return call.Reject(MqttFaultKind.Empty, 0);
        }

        var reader = new Utf8JsonReader(payload, Options);
        var pass = new JsonPass(this, payload, call);
        try
        {
            reader.Read();
            pass.Read(ref reader);
            reader.Read();
        }
        catch (JsonException)
        {
            if (PayloadBytes.QuoteNotNumbers(payload) is { } quoted)
            {
                return Decode(quoted, call);
            }

            return call.Reject(IsTooDeep(reader, payload) ? MqttFaultKind.TooDeep : MqttFaultKind.NotJson, (int)reader.BytesConsumed);
        }
        catch (InvalidOperationException)
        {
            // A name with a lone surrogate in an escape: only its comparison finds out.
            return call.Reject(MqttFaultKind.NotUtf8, (int)reader.BytesConsumed);
        }

        return pass.HasTooManyRows ? call.Reject(MqttFaultKind.TooManyRows, payload.Length) : call.Deliver();
    }

    /// <summary>Whether the reader stopped because the payload goes deeper than is read.</summary>
    public static bool IsTooDeep(in Utf8JsonReader reader, ReadOnlySpan<byte> payload)
    {
        var rest = payload[(int)reader.BytesConsumed..].TrimStart(" \t\r\n,:"u8);

        // A token that opens a level is counted to the level around it.
        return reader.CurrentDepth >= MqttLimits.MaxLevels - 1 && !rest.IsEmpty && rest[0] is (byte)'{' or (byte)'[';
    }
}

/// <summary>The devices of a map by their names on the broker, looked up in payloads without making strings.</summary>
internal sealed class DeviceNames
{
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _devices;

    public DeviceNames(IEnumerable<(string Name, int Device)> devices) => _devices = devices
        .ToDictionary(pair => Encoding.UTF8.GetBytes(pair.Name), pair => pair.Device, Utf8Comparer.Instance)
        .GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>The device of a name; −1 when there is none.</summary>
    public int Find(ReadOnlySpan<byte> name) => _devices.TryGetValue(name, out var device) ? device : -1;
}

/// <summary>Compares UTF-8 texts by their bytes, so that a name is looked up in a payload without making a string of it.</summary>
internal sealed class Utf8Comparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    public static readonly Utf8Comparer Instance = new();

    public bool Equals(byte[]? x, byte[]? y) => x is not null && y is not null && x.AsSpan().SequenceEqual(y);

    public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        var hash = default(HashCode);
        hash.AddBytes(alternate);
        return hash.ToHashCode();
    }

    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
}
