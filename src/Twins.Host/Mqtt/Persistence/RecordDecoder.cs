using System.Text;

namespace Twins.Hosting.Mqtt.Persistence;

/// <summary>Reads the fields of a record in the order in which they were written.</summary>
internal ref struct RecordDecoder(ReadOnlySpan<byte> record)
{
    private const int BitsOfNumber = 63;

    private ReadOnlySpan<byte> _rest = record;

    /// <summary>A byte.</summary>
    /// <exception cref="FormatException">The record ends before it.</exception>
    public byte Byte() => Take(1)[0];

    /// <summary>A number that is not negative.</summary>
    /// <exception cref="FormatException">The record ends within it, or it is too long.</exception>
    public long Number()
    {
        long value = 0;
        for (var shift = 0; shift < BitsOfNumber; shift += 7)
        {
            var part = Byte();
            value |= (long)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw new FormatException("a number has more than 63 bits");
    }

    /// <summary>A number or null.</summary>
    /// <exception cref="FormatException">The record ends before it.</exception>
    public long? Optional() => Byte() == 0 ? null : Number();

    /// <summary>How many things follow, each of a byte at least.</summary>
    /// <exception cref="FormatException">The record is too short for as many.</exception>
    public int Count()
    {
        var count = Number();
        Check(count);
        return (int)count;
    }

    /// <summary>Bytes after their length.</summary>
    /// <exception cref="FormatException">The record ends within them.</exception>
    public ReadOnlySpan<byte> Bytes() => Take(Number());

    /// <summary>A text.</summary>
    /// <exception cref="FormatException">The record ends within it.</exception>
    public string Text() => Encoding.UTF8.GetString(Bytes());

    /// <summary>The last bytes of the record, which the fields before them do not reach.</summary>
    /// <exception cref="FormatException">The record is shorter.</exception>
    public ReadOnlySpan<byte> End(long length)
    {
        Check(length);
        var end = _rest[^(int)length..];
        _rest = _rest[..^(int)length];
        return end;
    }

    private ReadOnlySpan<byte> Take(long length)
    {
        Check(length);
        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }

    private readonly void Check(long length)
    {
        if (length > _rest.Length)
        {
            throw new FormatException($"a field of {length} bytes stands where {_rest.Length} are left");
        }
    }
}
