using System.Buffers;
using System.Buffers.Binary;

namespace Twins.Protocols.Mqtt.Wire;

/// <summary>
/// Collects packets in one piece of pooled memory, so that a connection sends many at once. It holds no memory while it is empty.
/// Its owner bounds it by looking at <see cref="Length"/>; it is not safe for concurrent use.
/// </summary>
internal sealed class MqttWriter : IDisposable
{
    private const int SmallestBuffer = 512;

    private byte[] _buffer = [];

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    /// <summary>What was written; valid until the next write.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _buffer.AsMemory(0, Length);

    /// <summary>Makes room for so many bytes, which the caller fills.</summary>
    public Span<byte> Take(int count)
    {
        if (count > _buffer.Length - Length)
        {
            Grow(count);
        }

        var taken = _buffer.AsSpan(Length, count);
        Length += count;
        return taken;
    }

    /// <summary>Forgets what was written, and gives the memory back.</summary>
    public void Clear()
    {
        Length = 0;
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    /// <summary>Takes back what was written after <paramref name="length"/>.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        Length = length;
    }

    public void WriteByte(byte value) => Take(1)[0] = value;

    public void WriteUInt16(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Take(sizeof(ushort)), value);

    public void WriteUInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Take(sizeof(uint)), value);

    public void WriteBytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    public void WriteVariableByteInteger(int value) => VariableByteInteger.Write(Take(VariableByteInteger.LengthOf(value)), value);

    /// <summary>Writes bytes with their length before them.</summary>
    /// <exception cref="ArgumentException">They are more than 65,535.</exception>
    public void WriteBinary(ReadOnlySpan<byte> bytes, string field)
    {
        if (bytes.Length > MqttLimits.MaxTextLength)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"{field} has {bytes.Length} bytes, and {MqttLimits.MaxTextLength} are the limit."), field);
        }

        WriteUInt16((ushort)bytes.Length);
        WriteBytes(bytes);
    }

    /// <summary>Writes a text with its length before it.</summary>
    /// <exception cref="ArgumentException">MQTT does not allow it, see <see cref="MqttText"/>.</exception>
    public void WriteText(string text, string field)
    {
        var length = MqttText.Measure(text, field);
        WriteUInt16((ushort)length);
        MqttText.Write(text, Take(length), field);
    }

    /// <summary>Begins a packet, or with <see cref="BeginLength"/> a part, whose length is known at its end only.</summary>
    /// <returns>What <see cref="EndLength"/> needs.</returns>
    public int BeginPacket(MqttPacketType type, int flags = 0)
    {
        WriteByte((byte)(((int)type << 4) | flags));
        return BeginLength();
    }

    /// <summary>Leaves one byte for a length, enough for most.</summary>
    public int BeginLength()
    {
        WriteByte(0);
        return Length;
    }

    /// <summary>Writes the length of what came since, and moves that if the length needs more than one byte.</summary>
    /// <exception cref="ArgumentException">The packet is longer than the standard allows.</exception>
    public void EndLength(int start)
    {
        var length = Length - start;
        if (length > MqttLimits.MaxVariableByteInteger)
        {
            throw new ArgumentOutOfRangeException(
                nameof(start), length, FormattableString.Invariant($"A packet takes at most {MqttLimits.MaxVariableByteInteger} bytes."));
        }

        var more = VariableByteInteger.LengthOf(length) - 1;
        if (more > 0)
        {
            Take(more);
            _buffer.AsSpan(start, length).CopyTo(_buffer.AsSpan(start + more));
        }

        VariableByteInteger.Write(_buffer.AsSpan(start - 1), length);
    }

    public void Dispose() => Clear();

    private void Grow(int count)
    {
        var grown = ArrayPool<byte>.Shared.Rent(Math.Max(SmallestBuffer, checked(Length + Math.Max(count, Length))));
        Written.CopyTo(grown);
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = grown;
    }
}
