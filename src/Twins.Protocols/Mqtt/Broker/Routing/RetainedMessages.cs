using Twins.Protocols.Mqtt.Broker.Sessions;
using Twins.Protocols.Mqtt.Topics;

namespace Twins.Protocols.Mqtt.Broker.Routing;

/// <summary>The last retained message of each topic (5.0, section 3.3.1.3), up to a number and a size.</summary>
/// <param name="maxCount">How many messages.</param>
/// <param name="maxBytes">How many bytes of topics, payloads and properties.</param>
/// <param name="messages">Knows which of them expired.</param>
internal sealed class RetainedMessages(int maxCount, long maxBytes, MessageFactory messages)
{
    private readonly Lock _gate = new();
    private readonly TopicTree<MqttStoredMessage> _byTopic = new();
    private readonly HashSet<MqttStoredMessage> _expiring = [];
    private long _bytes;

    public int Count => _byTopic.Count;

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
            var size = DeliveryRing.SizeOf(message);
            if (Count >= maxCount || _bytes + size > maxBytes)
            {
                return false;
            }

            _byTopic.Add(message.Topic.Span, message);
            _bytes += size;
            if (message.ExpiresAt is not null)
            {
                _expiring.Add(message);
            }

            return true;
        }
    }

    /// <summary>Removes a topic's message.</summary>
    public void Remove(ReadOnlySpan<byte> topic)
    {
        lock (_gate)
        {
            if (Find(topic) is { } message)
            {
                _byTopic.Remove(topic, message);
                _expiring.Remove(message);
                _bytes -= DeliveryRing.SizeOf(message);
            }
        }
    }

    /// <summary>Whether a message is still its topic's last one.</summary>
    public bool IsCurrent(MqttStoredMessage message) => Find(message.Topic.Span) == message;

    /// <summary>The messages of all topics that a filter matches; those that expired are left out.</summary>
    public MqttStoredMessage[] Match(ReadOnlySpan<byte> filter)
    {
        var found = new Found([]);
        _byTopic.MatchNames(filter, ref found);
        return [.. found.Messages.Where(message => !messages.IsExpired(message))];
    }

    /// <summary>Removes what expired, and returns it.</summary>
    public List<MqttStoredMessage> RemoveExpired()
    {
        lock (_gate)
        {
            var expired = _expiring.Where(messages.IsExpired).ToList();
            expired.ForEach(message => Remove(message.Topic.Span));
            return expired;
        }
    }

    // A topic name is a filter without wildcards, which matches itself alone.
    private MqttStoredMessage? Find(ReadOnlySpan<byte> topic)
    {
        var last = default(Last);
        _byTopic.MatchNames(topic, ref last);
        return last.Message;
    }

    private readonly record struct Found(List<MqttStoredMessage> Messages) : ITopicMatches<MqttStoredMessage>
    {
        public void Add(ReadOnlySpan<MqttStoredMessage> values) => Messages.AddRange(values);
    }

    private struct Last : ITopicMatches<MqttStoredMessage>
    {
        public MqttStoredMessage? Message { get; private set; }

        public void Add(ReadOnlySpan<MqttStoredMessage> values) => Message = values[^1];
    }
}
