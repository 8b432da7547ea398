using System.Collections.Concurrent;
using Twins.Protocols.Mqtt.Topics;

namespace Twins.Protocols.Mqtt.Broker.Routing;

/// <summary>The last retained message of each topic (5.0, section 3.3.1.3), up to a number and a size.</summary>
/// <param name="maxCount">How many messages.</param>
/// <param name="maxBytes">How many bytes of topics, payloads and properties.</param>
/// <param name="messages">Knows which of them expired.</param>
internal sealed class RetainedMessages(int maxCount, long maxBytes, MessageFactory messages)
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<byte[], Entry> _byTopic = new(TopicBytesComparer.Instance);
    private readonly TopicTree<Entry> _tree = new();
    private int _count;
    private long _bytes;

    public int Count => Volatile.Read(ref _count);

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Keeps a message in place of its topic's last one, or with an empty payload removes that. Returns false when there is no room.</summary>
    public bool Keep(scoped ref Publication publication)
    {
        if (publication.Payload.IsEmpty)
        {
            Remove(publication.Topic);
            return true;
        }

        return Keep(publication.Share());
    }

    /// <summary>Keeps a message in place of its topic's last one. Returns false when there is no room; then that is removed all the same.</summary>
    public bool Keep(MqttStoredMessage message)
    {
        lock (_gate)
        {
            Remove(message.Topic.Span);
            var size = Sessions.DeliveryRing.SizeOf(message);
            if (_count >= maxCount || _bytes + size > maxBytes)
            {
                return false;
            }

            var entry = new Entry(message.Topic.ToArray(), message);
            _byTopic[entry.Topic] = entry;
            _tree.Add(entry.Topic, entry);
            _count++;
            _bytes += size;
            return true;
        }
    }

    /// <summary>Removes a topic's message.</summary>
    public void Remove(ReadOnlySpan<byte> topic)
    {
        lock (_gate)
        {
            if (_byTopic.GetAlternateLookup<ReadOnlySpan<byte>>().TryRemove(topic, out var entry))
            {
                _tree.Remove(entry.Topic, entry);
                _count--;
                _bytes -= Sessions.DeliveryRing.SizeOf(entry.Message);
            }
        }
    }

    /// <summary>Whether a message is still its topic's last one.</summary>
    public bool IsCurrent(MqttStoredMessage message) =>
        _byTopic.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(message.Topic.Span, out var entry) && entry.Message == message;

    /// <summary>The messages of all topics that a filter matches; those that expired are left out.</summary>
    public MqttStoredMessage[] Match(ReadOnlySpan<byte> filter)
    {
        var found = new Found([]);
        _tree.MatchNames(filter, ref found);
        return [.. found.Messages.Where(message => !messages.IsExpired(message))];
    }

    /// <summary>Removes what expired, and returns it.</summary>
    public List<MqttStoredMessage> RemoveExpired()
    {
        var expired = _byTopic.Values.Select(entry => entry.Message).Where(messages.IsExpired).ToList();
        expired.RemoveAll(message =>
        {
            lock (_gate)
            {
                if (!IsCurrent(message))
                {
                    return true;
                }

                Remove(message.Topic.Span);
                return false;
            }
        });
        return expired;
    }

    private sealed record Entry(byte[] Topic, MqttStoredMessage Message);

    private readonly record struct Found(List<MqttStoredMessage> Messages) : ITopicMatches<Entry>
    {
        public void Add(ReadOnlySpan<Entry> values)
        {
            foreach (var entry in values)
            {
                Messages.Add(entry.Message);
            }
        }
    }
}
