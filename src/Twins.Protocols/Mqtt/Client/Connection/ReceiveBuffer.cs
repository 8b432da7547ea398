using System.Buffers;

namespace Twins.Protocols.Mqtt.Client.Connection;

/// <summary>What was received and not yet handled, in one piece of pooled memory that grows to the largest packet on its way.</summary>
internal sealed class ReceiveBuffer : IDisposable
{
    private const int UsualSize = 64 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(UsualSize);
    private int _start;
    private int _end;

    /// <summary>What is there to be handled.</summary>
    public ReadOnlySpan<byte> Unread => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Room for more; never empty.</summary>
    public Memory<byte> Free => _bytes.AsMemory(_end);

    public void Received(int count) => _end += count;

    public void Consume(int count) => _start += count;

    /// <summary>Makes room for a packet of so many bytes, part of which is there; 0 when that is not known yet.</summary>
    public void Prepare(int packetLength)
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }

        var needed = Math.Max(packetLength, Unread.Length + 1);
        if (needed > _bytes.Length)
        {
            MoveTo(ArrayPool<byte>.Shared.Rent(needed));
        }
        else if (packetLength <= UsualSize && _bytes.Length > UsualSize * 2 && Unread.Length <= UsualSize)
        {
            // A single large packet must not hold its memory for ever.
            MoveTo(ArrayPool<byte>.Shared.Rent(UsualSize));
        }
        else if (_start > 0 && _start + needed > _bytes.Length)
        {
            Unread.CopyTo(_bytes);
            (_start, _end) = (0, _end - _start);
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);

    private void MoveTo(byte[] other)
    {
        Unread.CopyTo(other);
        ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _start, _end) = (other, 0, _end - _start);
    }
}
