using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Twins.Benchmarks.Mqtt.Load;

/// <summary>
/// A connection to a broker over MQTT 3.1.1 with nothing between the socket and the packets, so that the load costs as little as can be of
/// the cores that are measured (MQTT 3.1.1, sections 2 and 3).
/// </summary>
internal sealed class RawConnection : IDisposable
{
    public const byte ConnAck = 0x20;
    public const byte PublishType = 0x30;
    public const byte PubAck = 0x40;
    public const byte SubAck = 0x90;

    private const byte CleanSession = 0x02;
    private const ushort KeepAliveSeconds = 600;

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly ArrayBufferWriter<byte> _written = new();
    private readonly byte[] _buffer;
    private int _start;
    private int _end;

    private RawConnection(int bufferLength) => _buffer = new byte[bufferLength];

    /// <summary>Connects with a clean session, and waits for the broker's consent.</summary>
    public static async Task<RawConnection> OpenAsync(string host, int port, string clientIdentifier, int bufferLength = 64 * 1024)
    {
        var connection = new RawConnection(bufferLength);
        await connection._socket.ConnectAsync(host, port);
        connection.Begin(0x10, 12 + clientIdentifier.Length);
        connection.WriteText("MQTT"u8);
        connection.Write([4, CleanSession]);
        connection.Write(KeepAliveSeconds);
        connection.WriteText(Encoding.UTF8.GetBytes(clientIdentifier));
        await connection.FlushAsync();
        await connection.AwaitAsync(ConnAck, refusedFrom: 1);
        return connection;
    }

    /// <summary>Subscribes and waits for the broker's consent.</summary>
    public async Task SubscribeAsync(string filter, int qualityOfService)
    {
        Begin(0x82, 5 + filter.Length);
        Write(1);
        WriteText(Encoding.UTF8.GetBytes(filter));
        Write([(byte)qualityOfService]);
        await FlushAsync();
        await AwaitAsync(SubAck, refusedFrom: 0x80);
    }

    /// <summary>Writes a message, for the next flush.</summary>
    public void Publish(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload, int qualityOfService, ushort packetId)
    {
        Begin((byte)(PublishType | (qualityOfService << 1)), 2 + topic.Length + (qualityOfService > 0 ? 2 : 0) + payload.Length);
        WriteText(topic);
        if (qualityOfService > 0)
        {
            Write(packetId);
        }

        Write(payload);
    }

    /// <summary>Writes the acknowledgement of a message, for the next flush.</summary>
    public void Acknowledge(ushort packetId)
    {
        Begin(PubAck, 2);
        Write(packetId);
    }

    /// <summary>Sends what was written.</summary>
    public async ValueTask FlushAsync()
    {
        for (var rest = _written.WrittenMemory; !rest.IsEmpty;)
        {
            rest = rest[await _socket.SendAsync(rest)..];
        }

        _written.ResetWrittenCount();
    }

    /// <summary>Takes the next packet out of what was received, if it is complete.</summary>
    public bool TryTake(out byte header, out ReadOnlySpan<byte> body)
    {
        var received = _buffer.AsSpan(_start, _end - _start);
        header = received.IsEmpty ? (byte)0 : received[0];
        body = default;
        var length = 0;
        for (var position = 1; position < received.Length; position++)
        {
            length |= (received[position] & 0x7F) << (7 * (position - 1));
            if (received[position] >= 0x80)
            {
                continue;
            }

            if (received.Length < position + 1 + length)
            {
                return false;
            }

            body = received.Slice(position + 1, length);
            _start += position + 1 + length;
            return true;
        }

        return false;
    }

    /// <summary>Receives more.</summary>
    /// <returns>Whether there is more to come.</returns>
    public async ValueTask<bool> ReceiveAsync()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        var received = await _socket.ReceiveAsync(_buffer.AsMemory(_end));
        _end += received;
        return received > 0;
    }

    public void Dispose() => _socket.Dispose();

    private async Task AwaitAsync(byte type, byte refusedFrom)
    {
        while (!TookConsent(type, refusedFrom))
        {
            if (!await ReceiveAsync())
            {
                throw new InvalidOperationException($"The broker closed the connection instead of sending 0x{type:X2}.");
            }
        }
    }

    // Both answers end with their code.
    private bool TookConsent(byte type, byte refusedFrom)
    {
        if (!TryTake(out var header, out var body))
        {
            return false;
        }

        return header == type && body[^1] < refusedFrom
            ? true
            : throw new InvalidOperationException($"The broker sent 0x{header:X2} {Convert.ToHexString(body)} instead of consent by 0x{type:X2}.");
    }

    private void Begin(byte header, int length)
    {
        Write([header]);
        do
        {
            Write([(byte)((length & 0x7F) | (length > 0x7F ? 0x80 : 0))]);
            length >>= 7;
        }
        while (length > 0);
    }

    private void WriteText(ReadOnlySpan<byte> text)
    {
        Write((ushort)text.Length);
        Write(text);
    }

    private void Write(ushort number)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_written.GetSpan(2), number);
        _written.Advance(2);
    }

    private void Write(ReadOnlySpan<byte> bytes) => _written.Write(bytes);
}
