using System.Buffers;
using System.IO.Pipelines;
using MQTTnet.Formatter;
using MQTTnet.Packets;

namespace Twins.Adapters.Mqtt.Broker.Channels;

/// <summary>Writes packets to a pipe, one at a time, with topic aliases where the client takes them.</summary>
internal sealed class PacketWriter(PipeWriter output, MqttPacketFormatterAdapter formatter) : IDisposable
{
    private const byte SessionExpiryInterval = 0x11;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<string, ushort> _aliases = new(StringComparer.Ordinal);

    /// <summary>Longest packet that the client takes; 0 for any.</summary>
    public uint MaxBytes { get; set; }

    /// <summary>Topic aliases that the client takes.</summary>
    public int MaxAliases { get; set; }

    /// <summary>Whether CONNACK must say that the session ends with the connection, since the client asked for a longer one.</summary>
    public bool SaysExpiryZero { get; set; }

    public long BytesSent { get; private set; }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>Writes a packet; false when it is longer than the client takes, and was not written.</summary>
    /// <exception cref="OperationCanceledException">The client is gone.</exception>
    public async ValueTask<bool> WriteAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!Encode(packet))
            {
                return false;
            }

            var flushed = await output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            return flushed is { IsCompleted: false, IsCanceled: false } ? true : throw new OperationCanceledException("The client is gone.");
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException)
        {
            throw new OperationCanceledException("The client is gone.", gone);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Writes bytes as they are: an answer to a client whose version is not known.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            await output.WriteAsync(bytes).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private bool Encode(MqttPacket packet)
    {
        var (topic, isNewAlias) = packet is MqttPublishPacket message ? Alias(message) : (null, false);
        try
        {
            var encoded = formatter.Encode(packet);
            if (MaxBytes > 0 && encoded.Length > MaxBytes)
            {
                if (isNewAlias)
                {
                    _aliases.Remove(topic!);
                }

                return false;
            }

            if (packet is MqttConnAckPacket && SaysExpiryZero && formatter.ProtocolVersion == MqttProtocolVersion.V500)
            {
                var told = WithExpiryZero(encoded.Packet);
                output.Write(told);
                BytesSent += told.Length;
                return true;
            }

            output.Write(encoded.Packet);
            foreach (var part in encoded.Payload)
            {
                output.Write(part.Span);
            }

            BytesSent += encoded.Length;
            return true;
        }
        finally
        {
            formatter.Cleanup();
        }
    }

    private (string? Topic, bool IsNew) Alias(MqttPublishPacket message)
    {
        if (MaxAliases == 0 || message.Topic.Length == 0)
        {
            return (null, false);
        }

        var topic = message.Topic;
        if (_aliases.TryGetValue(topic, out var alias))
        {
            (message.Topic, message.TopicAlias) = ("", alias);
            return (topic, false);
        }

        if (_aliases.Count >= MaxAliases)
        {
            return (topic, false);
        }

        alias = (ushort)(_aliases.Count + 1);
        _aliases.Add(topic, alias);
        message.TopicAlias = alias;
        return (topic, true);
    }

    // The library writes no property whose value is 0; without it the interval that the client asked for would hold (5.0, section 3.2.2.3.2).
    private static byte[] WithExpiryZero(ReadOnlySpan<byte> packet)
    {
        var at = 1;
        var rest = packet[Skip(packet, ref at)..];
        var propertiesAt = 2;
        Skip(rest, ref propertiesAt);
        var properties = rest[propertiesAt..];
        List<byte> body = [rest[0], rest[1]];
        Variable(body, properties.Length + 5);
        body.AddRange([SessionExpiryInterval, 0, 0, 0, 0]);
        body.AddRange(properties);
        List<byte> told = [packet[0]];
        Variable(told, body.Count);
        told.AddRange(body);
        return [.. told];
    }

    private static int Skip(ReadOnlySpan<byte> bytes, ref int at)
    {
        while (bytes[at++] >= 0x80)
        {
        }

        return at;
    }

    private static void Variable(List<byte> to, int value)
    {
        do
        {
            to.Add((byte)((value & 0x7F) | (value > 0x7F ? 0x80 : 0)));
            value >>= 7;
        }
        while (value > 0);
    }
}
