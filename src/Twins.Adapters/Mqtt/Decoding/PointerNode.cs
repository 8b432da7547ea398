using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Twins.Adapters.Mqtt.Decoding;

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
