using System.Buffers;
using System.Collections.Immutable;
using MQTTnet;
using MQTTnet.Server;

namespace Twins.Adapters.Mqtt.Broker.Retained;

/// <summary>
/// The retained messages of a broker, bounded in number and bytes. MQTTnet holds the same messages for its subscribers; this is the
/// account of them, and what is written to the file.
/// </summary>
internal sealed class RetainedMessages(int maxMessages, long maxBytes, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, MqttApplicationMessage> _messages = new(StringComparer.Ordinal);
    private long _bytes;
    private long _version;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _messages.Count;
            }
        }
    }

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Grows with each change.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>A copy of all, for the library at its start and for the file.</summary>
    public ImmutableArray<MqttApplicationMessage> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _messages.Values];
            }
        }
    }

    /// <summary>Takes over a message that is to be retained, or removes one (empty payload).</summary>
    /// <param name="message">The message; when the library would keep an older one with the same payload, that one gets its properties.</param>
    /// <returns>Whether there was room; without it nothing changed.</returns>
    public bool TrySet(MqttApplicationMessage message)
    {
        var size = Size(message);
        lock (_gate)
        {
            var known = _messages.GetValueOrDefault(message.Topic);
            if (message.Payload.IsEmpty)
            {
                if (_messages.Remove(message.Topic))
                {
                    Changed(-Size(known!));
                }

                return true;
            }

            var grows = known is null ? size : size - Size(known);
            if (_messages.Count + (known is null ? 1 : 0) > maxMessages || _bytes + grows > maxBytes)
            {
                return false;
            }

            if (known is not null && known.QualityOfServiceLevel == message.QualityOfServiceLevel && Same(known.Payload, message.Payload))
            {
                // The library compares payload and QoS only, and would keep the old expiry and properties.
                CopyProperties(message, known);
                Changed(0);
                return true;
            }

            _messages[message.Topic] = message;
            Changed(grows);
            return true;
        }
    }

    /// <summary>Removes what has expired, also from the library.</summary>
    public async Task RemoveExpiredAsync(MqttServer server)
    {
        List<string> expired;
        lock (_gate)
        {
            expired = [.. _messages.Values.Where(message => MessageDeadline.Remaining(message.UserProperties, clock) <= TimeSpan.Zero).Select(message => message.Topic)];
            foreach (var topic in expired)
            {
                _messages.Remove(topic, out var message);
                Changed(-Size(message!));
            }
        }

        foreach (var topic in expired)
        {
            await server.UpdateRetainedMessageAsync(new MqttApplicationMessage { Topic = topic, Retain = true }).ConfigureAwait(false);
        }
    }

    private static long Size(MqttApplicationMessage message) => message.Payload.Length + message.Topic.Length;

    private static bool Same(ReadOnlySequence<byte> left, ReadOnlySequence<byte> right) =>
        left.Length == right.Length && (left.IsSingleSegment && right.IsSingleSegment
            ? left.FirstSpan.SequenceEqual(right.FirstSpan)
            : left.ToArray().AsSpan().SequenceEqual(right.ToArray()));

    private static void CopyProperties(MqttApplicationMessage from, MqttApplicationMessage to)
    {
        to.UserProperties = from.UserProperties;
        to.MessageExpiryInterval = from.MessageExpiryInterval;
        to.ContentType = from.ContentType;
        to.ResponseTopic = from.ResponseTopic;
        to.CorrelationData = from.CorrelationData;
        to.PayloadFormatIndicator = from.PayloadFormatIndicator;
    }

    private void Changed(long bytes)
    {
        _bytes += bytes;
        _version++;
    }
}
