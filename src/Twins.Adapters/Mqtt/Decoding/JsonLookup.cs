using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Twins.Points;

namespace Twins.Adapters.Mqtt.Decoding;

/// <summary>Finds one value in a JSON payload: for the few messages that are no reports.</summary>
internal static class JsonLookup
{
    /// <summary>Finds the value at a pointer; it is not there when the payload lacks it.</summary>
    public static MqttFaultKind TryFind(ReadOnlySpan<byte> payload, JsonPointer pointer, out JsonCapture found)
    {
        found = default;
        var reader = new Utf8JsonReader(payload, JsonDecoder.Options);
        try
        {
            reader.Read();
            Walk(ref reader, pointer.Tokens.AsSpan(), ref found);
            reader.Read();
            return MqttFaultKind.None;
        }
        catch (JsonException)
        {
            return MqttFaultKind.NotJson;
        }
        catch (InvalidOperationException)
        {
            // A name with a lone surrogate in an escape: only its comparison finds out.
            return MqttFaultKind.NotUtf8;
        }
    }

    private static void Walk(ref Utf8JsonReader reader, ReadOnlySpan<string> tokens, ref JsonCapture found)
    {
        if (tokens.IsEmpty)
        {
            found = JsonCapture.Of(reader);
        }

        if (tokens.IsEmpty || reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            reader.Skip();
            return;
        }

        var isObject = reader.TokenType == JsonTokenType.StartObject;
        for (var index = 0; reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray); index++)
        {
            var isMeant = isObject ? reader.ValueTextEquals(tokens[0]) : int.TryParse(tokens[0], NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) && wanted == index;
            if (isObject)
            {
                reader.Read();
            }

            if (isMeant)
            {
                Walk(ref reader, tokens[1..], ref found);
            }
            else
            {
                reader.Skip();
            }
        }
    }
}

/// <summary>Says which of a few words a payload says.</summary>
/// <param name="place">Where the word stands in a JSON payload; null when the payload is the word.</param>
/// <param name="words">The words.</param>
internal sealed class LiteralMatcher(JsonPointer? place, IEnumerable<MqttLiteral> words)
{
    private readonly MqttWord[] _words = [.. words.Select(word => new MqttWord(word, PointValue.None))];

    /// <summary>Index of the word; −1 when it is none of them.</summary>
    public int Match(ReadOnlySpan<byte> payload)
    {
        if (place is null)
        {
            var whole = payload.Trim(" \t\r\n"u8);
            return Find(whole, static (word, text) => word.Matches(text) || word.MatchesBare(text));
        }

        return JsonLookup.TryFind(payload, place, out var capture) == MqttFaultKind.None ? Match(capture, payload) : -1;
    }

    /// <summary>Index of the word that was captured; −1 when it is none of them.</summary>
    public int Match(in JsonCapture capture, ReadOnlySpan<byte> payload)
    {
        Span<byte> buffer = stackalloc byte[256];
        switch (capture.Type)
        {
            case JsonTokenType.String:
                return capture.TryGetText(payload, buffer, out var text) == MqttFaultKind.None ? Find(text, static (word, said) => word.Matches(said)) : -1;
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                return Find(capture.Raw(payload), static (word, said) => word.MatchesBare(said));
            default:
                return -1;
        }
    }

    private int Find(ReadOnlySpan<byte> text, Comparison isMeant)
    {
        for (var i = 0; i < _words.Length; i++)
        {
            if (isMeant(_words[i], text))
            {
                return i;
            }
        }

        return -1;
    }

    private delegate bool Comparison(MqttWord word, ReadOnlySpan<byte> text);
}

/// <summary>A place in a JSON document that some pointer goes through or ends at: the pointers of a scope, merged into a tree.</summary>
internal sealed class PointerNode
{
    private readonly List<(byte[] Name, PointerNode Node)> _members = [];
    private readonly List<(int Index, PointerNode Node)> _elements = [];
    private readonly List<int> _slots = [];

    /// <summary>The captures that the value at this place fills.</summary>
    public ReadOnlySpan<int> Slots => CollectionsMarshal.AsSpan(_slots);

    /// <summary>Which of the scope's arrays of rows lies here; null when none does.</summary>
    public int? Rows { get; set; }

    /// <summary>Whether pointers go on into an object.</summary>
    public bool HasMembers => _members.Count > 0;

    /// <summary>Whether pointers go on into an array.</summary>
    public bool HasElements => _elements.Count > 0;

    /// <summary>Lets the value at a pointer fill a capture.</summary>
    public void Add(JsonPointer pointer, int slot)
    {
        Reach(pointer)._slots.Add(slot);
    }

    /// <summary>The node at a pointer, made where it is missing.</summary>
    public PointerNode Reach(JsonPointer pointer) => pointer.Tokens.Aggregate(this, (node, token) => node.Child(token));

    /// <summary>The member of the name at hand; null when no pointer goes there.</summary>
    /// <param name="reader">Stands on the member's name.</param>
    /// <param name="expected">Where to look first: devices keep their order, and so the next is mostly the one after the last.</param>
    public PointerNode? FindMember(in Utf8JsonReader reader, ref int expected)
    {
        for (var tried = 0; tried < _members.Count; tried++)
        {
            var index = expected + tried < _members.Count ? expected + tried : expected + tried - _members.Count;
            if (reader.ValueTextEquals(_members[index].Name))
            {
                expected = index + 1 == _members.Count ? 0 : index + 1;
                return _members[index].Node;
            }
        }

        return null;
    }

    /// <summary>The element of an index; null when no pointer goes there.</summary>
    public PointerNode? FindElement(int index)
    {
        foreach (var (known, node) in _elements)
        {
            if (known == index)
            {
                return node;
            }
        }

        return null;
    }

    // RFC 6901, section 4: a token of digits names a member of an object, or an element of an array, whichever is there.
    private PointerNode Child(string token)
    {
        var name = Encoding.UTF8.GetBytes(token);
        if (_members.Find(member => member.Name.AsSpan().SequenceEqual(name)).Node is { } known)
        {
            return known;
        }

        var child = new PointerNode();
        _members.Add((name, child));
        if (IsIndex(token) && int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            _elements.Add((index, child));
        }

        return child;
    }

    private static bool IsIndex(string token) => token == "0" || (token.Length > 0 && token[0] != '0' && token.All(char.IsAsciiDigit));
}
