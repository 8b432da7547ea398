using System.Buffers;
using System.IO.Pipelines;
using MQTTnet.AspNetCore;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Twins.Adapters.Mqtt.Broker.Channels;

/// <summary>What an attempt to read came to.</summary>
internal enum ReadStep
{
    /// <summary>A packet.</summary>
    Packet,

    /// <summary>Nothing yet: more has to arrive.</summary>
    Wait,

    /// <summary>The client closed, or the transport was lost.</summary>
    Closed,
}

/// <summary>
/// Takes packets from a pipe. The length in a packet's header is compared with the bound before its body is waited for, so that nobody
/// makes the broker hold more than the bound; a client that closes in the middle of a packet is noticed.
/// </summary>
internal sealed class PacketReader(PipeReader input, MqttPacketFormatterAdapter formatter, int maxBytes)
{
    private const int ConnectType = 1;
    private Task<ReadResult>? _pending;

    /// <summary>Longest packet, header included.</summary>
    public int MaxBytes { get; set; } = maxBytes;

    public long BytesReceived { get; private set; }

    /// <summary>Done when it is worth trying again.</summary>
    public Task Arrival => _pending ?? Task.CompletedTask;

    /// <summary>Tries to read a packet without waiting.</summary>
    /// <exception cref="ProtocolFault">It is too long, or no packet.</exception>
    public ReadStep TryRead(out MqttPacket? packet)
    {
        packet = null;
        while (true)
        {
            if (_pending is null)
            {
                var read = input.ReadAsync(CancellationToken.None);
                if (!read.IsCompletedSuccessfully)
                {
                    _pending = read.AsTask();
                }
                else if (Take(read.Result, out packet) is { } step)
                {
                    return step;
                }

                continue;
            }

            if (!_pending.IsCompleted)
            {
                return ReadStep.Wait;
            }

            var done = _pending;
            if (!done.IsCompletedSuccessfully)
            {
                // Observed here: a lost transport is how most connections end.
                _ = done.Exception;
                return ReadStep.Closed;
            }

            _pending = null;
#pragma warning disable CA1849, MA0042 // It is complete.
            if (Take(done.Result, out packet) is { } next)
#pragma warning restore CA1849, MA0042
            {
                return next;
            }
        }
    }

    /// <summary>Waits for the client to close; what it still sends is thrown away.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                _pending ??= input.ReadAsync(CancellationToken.None).AsTask();
                var result = await _pending.WaitAsync(cancellationToken).ConfigureAwait(false);
                _pending = null;
                input.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    return;
                }
            }
        }
        catch (Exception lost) when (lost is IOException or InvalidOperationException or OperationCanceledException || _pending is { IsFaulted: true })
        {
            // It is closed, one way or the other.
            return;
        }
    }

    private ReadStep? Take(ReadResult result, out MqttPacket? packet)
    {
        packet = null;
        var buffer = result.Buffer;
        var (consumed, examined) = (buffer.End, buffer.End);
        try
        {
            var length = LengthOf(buffer);
            if (length > MaxBytes)
            {
                throw new ProtocolFault(MqttDisconnectReasonCode.PacketTooLarge, $"It sent a packet of {length} bytes; {MaxBytes} are allowed.");
            }

            if (length is null || buffer.Length < length)
            {
                consumed = buffer.Start;
                return result.IsCompleted ? ReadStep.Closed : null;
            }

            var raw = buffer.Slice(0, length.Value);
            packet = Decode(raw);
            (consumed, examined) = (raw.End, raw.End);
            BytesReceived += length.Value;
            return ReadStep.Packet;
        }
        finally
        {
            input.AdvanceTo(consumed, examined);
        }
    }

    private MqttPacket Decode(ReadOnlySequence<byte> raw)
    {
        var first = raw.FirstSpan[0];
        if (formatter.ProtocolVersion == MqttProtocolVersion.Unknown && first >> 4 != ConnectType)
        {
            throw new ProtocolFault(MqttDisconnectReasonCode.ProtocolError, "Its first packet is no CONNECT [MQTT-3.1.0-1].");
        }

        try
        {
            return formatter.TryDecode(in raw, out var packet, out _, out _, out _) && packet is not null
                ? RawChecks.Check(packet, raw, formatter.ProtocolVersion)
                : throw new ProtocolFault(MqttDisconnectReasonCode.MalformedPacket, "It sent a packet that ends too early.");
        }
        catch (Exception malformed) when (malformed is not ProtocolFault)
        {
            // The library's decoders answer bytes that are no packet with exceptions of many kinds.
            throw new ProtocolFault(MqttDisconnectReasonCode.MalformedPacket, $"It sent a malformed packet: {malformed.Message}", malformed);
        }
    }

    // 5.0, section 2.1.4: up to four bytes of seven bits each.
    private static int? LengthOf(ReadOnlySequence<byte> buffer)
    {
        Span<byte> header = stackalloc byte[5];
        var available = (int)Math.Min(header.Length, buffer.Length);
        buffer.Slice(0, available).CopyTo(header);
        var length = 0;
        for (var i = 1; i < available; i++)
        {
            length |= (header[i] & 0x7F) << (7 * (i - 1));
            if (header[i] < 0x80)
            {
                return length + i + 1;
            }
        }

        return available < header.Length
            ? null
            : throw new ProtocolFault(MqttDisconnectReasonCode.MalformedPacket, "The length of its packet has more than four bytes.");
    }
}
