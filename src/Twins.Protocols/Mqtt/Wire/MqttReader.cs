using System.Buffers.Binary;

namespace Twins.Protocols.Mqtt.Wire;

/// <summary>Reads the standard's data types (5.0, section 1.5) one after another; what is missing or wrong is thrown with the field's name.</summary>
internal ref struct MqttReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _left = bytes;

    /// <summary>Bytes that were not read yet.</summary>
    public readonly int Left => _left.Length;

    public byte ReadByte(string field) => Take(1, field)[0];

    public ushort ReadUInt16(string field) => BinaryPrimitives.ReadUInt16BigEndian(Take(sizeof(ushort), field));

    public uint ReadUInt32(string field) => BinaryPrimitives.ReadUInt32BigEndian(Take(sizeof(uint), field));

    public int ReadVariableByteInteger(string field)
    {
        var length = VariableByteInteger.TryRead(_left, out var value);
        if (length <= 0)
        {
            Violation.Malformed($"{field} is no variable byte integer: it does not end within the packet and four bytes", "5.0, section 1.5.5");
        }

        if (length != VariableByteInteger.LengthOf(value))
        {
            Violation.Malformed(FormattableString.Invariant($"{field} ({value}) is written in {length} bytes, which is not the fewest"), "MQTT-1.5.5-1");
        }

        _left = _left[length..];
        return value;
    }

    /// <summary>Bytes with their length before them (5.0, section 1.5.6).</summary>
    public ReadOnlySpan<byte> ReadBinary(string field) => Take(ReadUInt16(field), field);

    /// <summary>Well-formed UTF-8 with its length before it (5.0, section 1.5.4).</summary>
    public ReadOnlySpan<byte> ReadText(string field)
    {
        var text = ReadBinary(field);
        MqttText.Demand(text, field);
        return text;
    }

    /// <summary>A packet identifier, which is never 0.</summary>
    public ushort ReadPacketId()
    {
        var packetId = ReadUInt16("the packet identifier");
        if (packetId == 0)
        {
            Violation.Protocol("the packet identifier is 0", "MQTT-2.2.1-3");
        }

        return packetId;
    }

    /// <summary>The properties, with their length before them (5.0, section 2.2.2); none in 3.1.1.</summary>
    public PropertyReader ReadProperties(PropertyUse use, MqttProtocolVersion version)
    {
        if (version != MqttProtocolVersion.V500)
        {
            return default;
        }

        var length = ReadVariableByteInteger("the length of the properties");
        return new PropertyReader(Take(length, "the properties"), use);
    }

    /// <summary>All that is left.</summary>
    public ReadOnlySpan<byte> ReadRest()
    {
        var rest = _left;
        _left = default;
        return rest;
    }

    /// <summary>Checks that nothing is left.</summary>
    public readonly void End()
    {
        if (!_left.IsEmpty)
        {
            Violation.Malformed(FormattableString.Invariant($"{_left.Length} bytes follow the last field of the packet"), "5.0, section 4.13.1");
        }
    }

    private ReadOnlySpan<byte> Take(int count, string field)
    {
        if (count > _left.Length)
        {
            Violation.Truncated(field, count, _left.Length);
        }

        var taken = _left[..count];
        _left = _left[count..];
        return taken;
    }
}
