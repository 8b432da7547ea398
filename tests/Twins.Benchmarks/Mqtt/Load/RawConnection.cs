using System.Net.Sockets;
using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Benchmarks.Mqtt.Load;

/// <summary>A connection to a broker with nothing between the socket and the packets.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer;
    private int _start;
    private int _end;

    private RawConnection(int bufferLength) => _buffer = new byte[bufferLength];

    /// <summary>What <see cref="FlushAsync"/> sends.</summary>
    public MqttWriter Writer { get; } = new();

    /// <summary>Connects, with a clean session unless it is to be kept, and waits for the broker's consent.</summary>
    public static async Task<RawConnection> OpenAsync(
        string host, int port, string clientIdentifier, MqttProtocolVersion version, int bufferLength = 64 * 1024, bool keepSession = false)
    {
        var connection = new RawConnection(bufferLength);
        await connection._socket.ConnectAsync(host, port);
        new ConnectPacket { Version = version, ClientIdentifier = clientIdentifier, CleanStart = !keepSession, KeepAliveSeconds = 600 }
            .Write(connection.Writer);
        await connection.FlushAsync();
        await connection.AwaitAsync(MqttPacketType.ConnAck, version);
        return connection;
    }

    /// <summary>Subscribes and waits for the broker's consent.</summary>
    public async Task SubscribeAsync(string filter, MqttQualityOfService qualityOfService, MqttProtocolVersion version)
    {
        new SubscribePacket { PacketId = 1, Subscriptions = [new MqttSubscription(filter, qualityOfService)] }.Write(Writer, version);
        await FlushAsync();
        await AwaitAsync(MqttPacketType.SubAck, version);
    }

    /// <summary>Sends what was written.</summary>
    public async ValueTask FlushAsync()
    {
        for (var rest = Writer.WrittenMemory; !rest.IsEmpty;)
        {
            rest = rest[await _socket.SendAsync(rest)..];
        }

        Writer.Clear();
    }

    /// <summary>Takes the next packet out of what was received, if it is complete.</summary>
    public bool TryTake(out FixedHeader header, out ReadOnlySpan<byte> body)
    {
        var received = _buffer.AsSpan(_start, _end - _start);
        if (!MqttFraming.TryReadHeader(received, _buffer.Length, out header) || received.Length < header.TotalLength)
        {
            body = default;
            return false;
        }

        body = received[header.HeaderLength..header.TotalLength];
        _start += header.TotalLength;
        return true;
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

    public void Dispose()
    {
        _socket.Dispose();
        Writer.Dispose();
    }

    private async Task AwaitAsync(MqttPacketType type, MqttProtocolVersion version)
    {
        while (!TookConsent(type, version))
        {
            if (!await ReceiveAsync())
            {
                throw new InvalidOperationException($"The broker closed the connection instead of sending {type}.");
            }
        }
    }

    private bool TookConsent(MqttPacketType type, MqttProtocolVersion version)
    {
        if (!TryTake(out var header, out var body))
        {
            return false;
        }

        var refused = type switch
        {
            _ when header.Type != type => true,
            MqttPacketType.ConnAck => ConnAckPacket.Read(header, body, version).ReasonCode != MqttReasonCode.Success,
            _ => SubAckPacket.Read(header, body, version).ReasonCodes[0] >= MqttReasonCode.UnspecifiedError,
        };
        return refused ? throw new InvalidOperationException($"The broker sent {header.Type} instead of consent by {type}.") : true;
    }
}
