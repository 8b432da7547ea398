using System.Buffers;

namespace Twins.Protocols.Mqtt.Broker.Connections;

/// <summary>
/// What was received and not handled yet, in one piece of pooled memory. Nothing is held while the client is silent: a read of no bytes
/// waits for it. The piece grows with what the client sends at a time; for a packet that does not fit it doubles as the bytes come, so
/// that a length alone takes no memory.
/// </summary>
/// <param name="stream">Where from; reading belongs to this class.</param>
internal sealed class ReceiveBuffer(Stream stream) : IDisposable
{
    private const int SmallestRead = 4096;
    private const int LargestRead = 64 * 1024;

    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private int _readSize = SmallestRead;
    private bool _moreIsLikely;

    public ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Bytes received so far.</summary>
    public long BytesReceived { get; private set; }

    /// <summary>So many bytes were handled.</summary>
    public void Consume(int count) => _start += count;

    /// <summary>Waits for more. Returns false when the client closed its side.</summary>
    /// <param name="packetLength">The length of the packet that <see cref="Unread"/> begins with; 0 when that is not known.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<bool> FillAsync(int packetLength, CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            _start = _end = 0;
            if (!_moreIsLikely)
            {
                Release();
                await stream.ReadAsync(Memory<byte>.Empty, cancellationToken).ConfigureAwait(false);
            }
        }

        MakeRoom(packetLength);
        var count = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += count;
        BytesReceived += count;
        _moreIsLikely = _end == _buffer.Length;
        _readSize = _moreIsLikely ? Math.Min(_readSize * 4, LargestRead) : _readSize;
        return count > 0;
    }

    public void Dispose() => Release();

    private void MakeRoom(int packetLength)
    {
        var unread = Unread.Length;
        var capacity = Math.Max(_readSize, unread == _buffer.Length ? Math.Min(packetLength, unread * 2) : 0);
        if (_buffer.Length < capacity)
        {
            var larger = ArrayPool<byte>.Shared.Rent(capacity);
            Unread.CopyTo(larger);
            Release();
            _buffer = larger;
        }
        else if (_start > 0)
        {
            Unread.CopyTo(_buffer);
        }

        _start = 0;
        _end = unread;
    }

    private void Release()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
            _start = _end = 0;
        }
    }
}
