using System.Text;

namespace Twins.Hosting.Mqtt.Persistence;

/// <summary>Writes the fields of a record into a buffer that is used again for the next one.</summary>
internal sealed class RecordEncoder
{
    private const int LongestNumber = 10;

    private byte[] _buffer = new byte[512];
    private int _length;

    /// <summary>What was written since <see cref="Begin"/>.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>Begins a record.</summary>
    public RecordEncoder Begin(RecordKind kind)
    {
        _length = 0;
        return Byte((byte)kind);
    }

    /// <summary>A byte.</summary>
    public RecordEncoder Byte(byte value)
    {
        Room(1)[0] = value;
        _length++;
        return this;
    }

    /// <summary>A number that is not negative, seven bits per byte, the lowest first.</summary>
    public RecordEncoder Number(long value)
    {
        var place = Room(LongestNumber);
        var rest = (ulong)value;
        var used = 0;
        while (rest >= 0x80)
        {
            place[used++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        place[used++] = (byte)rest;
        _length += used;
        return this;
    }

    /// <summary>A number or null.</summary>
    public RecordEncoder Optional(long? value) => value is { } number ? Byte(1).Number(number) : Byte(0);

    /// <summary>Bytes after their length.</summary>
    public RecordEncoder Bytes(ReadOnlySpan<byte> value)
    {
        Number(value.Length);
        value.CopyTo(Room(value.Length));
        _length += value.Length;
        return this;
    }

    /// <summary>A text in UTF-8 after its length.</summary>
    public RecordEncoder Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Number(length);
        Encoding.UTF8.GetBytes(value, Room(length));
        _length += length;
        return this;
    }

    private Span<byte> Room(int size)
    {
        if (_buffer.Length - _length < size)
        {
            Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, _length + size));
        }

        return _buffer.AsSpan(_length);
    }
}
