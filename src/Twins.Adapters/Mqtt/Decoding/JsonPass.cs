using System.Text.Json;

namespace Twins.Adapters.Mqtt.Decoding;

/// <summary>
/// One walk through a JSON payload. Rows are understood as they come, unless the message's own device or time stands after them: then their
/// array is remembered and read again at the end.
/// </summary>
internal ref struct JsonPass
{
    private readonly JsonDecoder _decoder;
    private readonly ReadOnlySpan<byte> _payload;
    private readonly JsonValues _message;
    private readonly MqttWorkspace _workspace;
    private bool _isResolved;
    private int _device;
    private SourceTime _time;

    public JsonPass(JsonDecoder decoder, ReadOnlySpan<byte> payload, scoped in DecodingCall call)
    {
        _decoder = decoder;
        _payload = payload;
        _workspace = call.Workspace;
        _message = new JsonValues(decoder.Message, payload, 0, 0, decoder.Names, call);
    }

    /// <summary>Whether an array had more rows than are read.</summary>
    public bool HasTooManyRows { get; private set; }

    /// <summary>Reads the value at hand, which is the whole message.</summary>
    public void Read(scoped ref Utf8JsonReader reader)
    {
        _workspace.ClearCaptures(0, _decoder.Message.SlotCount);
        ReadValue(ref reader, _decoder.Message.Root, 0);
        Resolve();
        _message.Understand(_device, _message.Call.Part, _time);
        for (var rows = 0; rows < _decoder.Rows.Length; rows++)
        {
            if (_workspace.Deferred(rows) is { } start)
            {
                var again = new Utf8JsonReader(_payload[start..], JsonDecoder.Options);
                again.Read();
                ReadRows(ref again, rows, start);
            }
        }
    }

    private void ReadValue(scoped ref Utf8JsonReader reader, PointerNode node, int captures)
    {
        foreach (var slot in node.Slots)
        {
            _workspace.Capture(captures + slot) = JsonCapture.Of(reader);
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when node.HasMembers:
                ReadMembers(ref reader, node, captures);
                break;
            case JsonTokenType.StartArray when node.Rows is { } rows:
                MeetRows(ref reader, rows);
                break;
            case JsonTokenType.StartArray when node.HasElements:
                ReadElements(ref reader, node, captures);
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                reader.Skip();
                break;
        }
    }

    private void ReadMembers(scoped ref Utf8JsonReader reader, PointerNode node, int captures)
    {
        var expected = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var child = node.FindMember(reader, ref expected);
            reader.Read();
            if (child is null)
            {
                reader.Skip();
            }
            else
            {
                ReadValue(ref reader, child, captures);
            }
        }
    }

    private void ReadElements(scoped ref Utf8JsonReader reader, PointerNode node, int captures)
    {
        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            if (node.FindElement(index) is { } child)
            {
                ReadValue(ref reader, child, captures);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void MeetRows(scoped ref Utf8JsonReader reader, int rows)
    {
        var scope = _decoder.Rows[rows].Scope;
        if ((scope.DeviceSlot < 0 && !_message.HasDevice) || !_message.HasTime)
        {
            _workspace.Defer(rows, (int)reader.TokenStartIndex);
            reader.Skip();
            return;
        }

        ReadRows(ref reader, rows, 0);
    }

    private void ReadRows(scoped ref Utf8JsonReader reader, int index, int offset)
    {
        Resolve();
        var rows = _decoder.Rows[index];
        var captures = _decoder.Message.SlotCount;
        var values = new JsonValues(rows.Scope, _payload[offset..], offset, captures, _decoder.Names, _message.Call);
        for (var row = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; row++)
        {
            if (row >= MqttLimits.MaxRows)
            {
                HasTooManyRows = true;
                reader.Skip();
                continue;
            }

            _workspace.ClearCaptures(captures, rows.Scope.SlotCount);
            ReadValue(ref reader, rows.Scope.Root, captures);
            var part = _message.Call.Part >= 0 ? _message.Call.Part : row;
            if (values.TryResolvePart(_device, rows.FirstIndex, ref part))
            {
                values.Understand(values.ResolveDevice(_device), part, values.ResolveTime(_time));
            }
        }
    }

    private void Resolve()
    {
        if (!_isResolved)
        {
            (_device, _time, _isResolved) = (_message.ResolveDevice(_message.Call.Device), _message.ResolveTime(_message.Call.Received), true);
        }
    }
}

/// <summary>Where a value lies in the payload at hand; values are understood once everything that they depend on was read.</summary>
/// <param name="Start">First byte: of a text, the quote.</param>
/// <param name="Length">Bytes of the number, or of the text within its quotes.</param>
/// <param name="Type">What it is; <see cref="JsonTokenType.None"/> when the payload does not have it.</param>
/// <param name="IsEscaped">Whether the text has escapes.</param>
internal readonly record struct JsonCapture(int Start, int Length, JsonTokenType Type, bool IsEscaped)
{
    /// <summary>Whether the payload has it.</summary>
    public bool IsThere => Type != JsonTokenType.None;

    /// <summary>The value at hand.</summary>
    public static JsonCapture Of(in Utf8JsonReader reader) =>
        new((int)reader.TokenStartIndex, reader.ValueSpan.Length, reader.TokenType, reader.TokenType == JsonTokenType.String && reader.ValueIsEscaped);

    /// <summary>The number, flag or null as written, or the text within its quotes, escapes and all.</summary>
    public ReadOnlySpan<byte> Raw(ReadOnlySpan<byte> payload) => payload.Slice(Type == JsonTokenType.String ? Start + 1 : Start, Length);

    /// <summary>The text with its escapes resolved.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="buffer">Takes a text that has escapes.</param>
    /// <param name="text">The text.</param>
    /// <returns>What is wrong with it.</returns>
    public MqttFaultKind TryGetText(ReadOnlySpan<byte> payload, Span<byte> buffer, out ReadOnlySpan<byte> text)
    {
        text = Raw(payload);
        if (!IsEscaped)
        {
            return MqttFaultKind.None;
        }

        if (Length > buffer.Length)
        {
            return MqttFaultKind.TooLong;
        }

        try
        {
            var reader = new Utf8JsonReader(payload[Start..]);
            reader.Read();
            text = buffer[..reader.CopyString(buffer)];
            return MqttFaultKind.None;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate in an escape, or bytes that are no UTF-8: only the copy finds out.
            return MqttFaultKind.NotUtf8;
        }
    }
}
