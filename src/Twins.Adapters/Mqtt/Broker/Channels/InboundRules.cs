using MQTTnet.Packets;
using MQTTnet.Protocol;
using Twins.Adapters.Mqtt.Broker.Access;

namespace Twins.Adapters.Mqtt.Broker.Channels;

/// <summary>
/// What a client may send, and what it sent before: repeated messages of QoS 2, the number of messages under way, topic aliases, and the
/// order of the filters in a SUBSCRIBE, which the library answers in an order of its own.
/// </summary>
internal sealed class InboundRules(SiteBrokerOptions options)
{
    private readonly Lock _gate = new();
    private readonly HashSet<ushort> _atQos2 = [];
    private readonly HashSet<ushort> _knownAliases = [];
    private readonly Dictionary<ushort, int[]> _orders = [];
    private int _atQos1;
    private int _unanswered;

    /// <summary>Whether the client has so many answers to come that nothing more is read from it until it took some.</summary>
    public bool IsBehind => Volatile.Read(ref _unanswered) >= options.MaxInFlight;

    /// <summary>Looks at a message.</summary>
    /// <returns>The answer to a repeated message, which goes no further; null for one that does.</returns>
    /// <exception cref="ProtocolFault">It breaks the standard or a bound.</exception>
    public MqttPacket? OnPublish(MqttPublishPacket message, bool isV5)
    {
        CheckTopic(message, isV5);
        if (message.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtMostOnce)
        {
            return null;
        }

        RequireIdentifier(message.PacketIdentifier);
        lock (_gate)
        {
            if (message.QualityOfServiceLevel == MqttQualityOfServiceLevel.ExactlyOnce && _atQos2.Contains(message.PacketIdentifier))
            {
                return new MqttPubRecPacket { PacketIdentifier = message.PacketIdentifier };
            }

            if (isV5 && _atQos1 + _atQos2.Count >= options.MaxInFlight)
            {
                throw new ProtocolFault(
                    MqttDisconnectReasonCode.ReceiveMaximumExceeded, $"It sent more than {options.MaxInFlight} messages of QoS 1 and 2 without an acknowledgement.");
            }

            if (message.QualityOfServiceLevel == MqttQualityOfServiceLevel.ExactlyOnce)
            {
                _atQos2.Add(message.PacketIdentifier);
            }
            else
            {
                _atQos1++;
            }
        }

        Interlocked.Increment(ref _unanswered);
        return null;
    }

    /// <summary>A message of QoS 2 is complete.</summary>
    public MqttPubCompPacket OnPubRel(MqttPubRelPacket release)
    {
        RequireIdentifier(release.PacketIdentifier);
        bool known;
        lock (_gate)
        {
            known = _atQos2.Remove(release.PacketIdentifier);
        }

        return new MqttPubCompPacket
        {
            PacketIdentifier = release.PacketIdentifier,
            ReasonCode = known ? MqttPubCompReasonCode.Success : MqttPubCompReasonCode.PacketIdentifierNotFound,
        };
    }

    /// <summary>Looks at a SUBSCRIBE, and hides shared filters from the library.</summary>
    public void OnSubscribe(MqttSubscribePacket subscribe)
    {
        RequireIdentifier(subscribe.PacketIdentifier);
        if (subscribe.TopicFilters.Count == 0)
        {
            throw new ProtocolFault(MqttDisconnectReasonCode.ProtocolError, "Its SUBSCRIBE names no filter [MQTT-3.8.3-2].");
        }

        if (subscribe.TopicFilters.Exists(filter => (int)filter.QualityOfServiceLevel > 2))
        {
            throw new ProtocolFault(MqttDisconnectReasonCode.MalformedPacket, "It subscribes with QoS 3 [MQTT-3.8.3-5].");
        }

        foreach (var filter in subscribe.TopicFilters)
        {
            if (filter.Topic is null || filter.Topic.Contains('\0', StringComparison.Ordinal))
            {
                throw new ProtocolFault(MqttDisconnectReasonCode.MalformedPacket, "A filter of its SUBSCRIBE holds U+0000 [MQTT-1.5.4-2].");
            }

            filter.Topic = TopicFilters.Hide(filter.Topic);
        }

        Interlocked.Increment(ref _unanswered);
        if (subscribe.TopicFilters.Count > 1)
        {
            // The library answers the filters by descending QoS, filters of one QoS in their order.
            var order = Enumerable.Range(0, subscribe.TopicFilters.Count).OrderByDescending(at => subscribe.TopicFilters[at].QualityOfServiceLevel).ToArray();
            lock (_gate)
            {
                _orders[subscribe.PacketIdentifier] = order;
            }
        }
    }

    /// <summary>Looks at an UNSUBSCRIBE.</summary>
    public void OnUnsubscribe(MqttUnsubscribePacket unsubscribe)
    {
        RequireIdentifier(unsubscribe.PacketIdentifier);
        if (unsubscribe.TopicFilters.Count == 0)
        {
            throw new ProtocolFault(MqttDisconnectReasonCode.ProtocolError, "Its UNSUBSCRIBE names no filter [MQTT-3.10.3-2].");
        }

        Interlocked.Increment(ref _unanswered);
    }

    /// <summary>The server answers; the answer is not sent yet.</summary>
    public void OnAnswer(MqttPacket answer, bool isV5)
    {
        switch (answer)
        {
            case MqttPubAckPacket:
                lock (_gate)
                {
                    _atQos1--;
                }

                return;
            case MqttPubRecPacket { ReasonCode: >= MqttPubRecReasonCode.UnspecifiedError } refused:
                lock (_gate)
                {
                    _atQos2.Remove(refused.PacketIdentifier);
                }

                return;
            case MqttSubAckPacket granted:
                Restore(granted, isV5);
                return;
        }
    }

    /// <summary>The client was sent an answer.</summary>
    public void OnAnswered(MqttPacket answer)
    {
        if (answer is MqttPubAckPacket or MqttPubRecPacket or MqttSubAckPacket or MqttUnsubAckPacket)
        {
            Interlocked.Decrement(ref _unanswered);
        }
    }

    private static void RequireIdentifier(ushort identifier)
    {
        if (identifier == 0)
        {
            throw new ProtocolFault(MqttDisconnectReasonCode.MalformedPacket, "The packet identifier of its packet is 0 [MQTT-2.2.1-3].");
        }
    }

    private void CheckTopic(MqttPublishPacket message, bool isV5)
    {
        if (message.TopicAlias > options.MaxTopicAliases)
        {
            throw new ProtocolFault(MqttDisconnectReasonCode.TopicAliasInvalid, $"It used the topic alias {message.TopicAlias}; {options.MaxTopicAliases} are allowed.");
        }

        if (message.Topic is { Length: > 0 } topic)
        {
            if (!TopicFilters.IsName(topic))
            {
                throw new ProtocolFault(
                    MqttDisconnectReasonCode.TopicNameInvalid, $"It published to '{Shorten(topic)}', which holds a wildcard or more than {TopicFilters.MaxLevels} levels.");
            }

            if (message.TopicAlias > 0)
            {
                _knownAliases.Add(message.TopicAlias);
            }
        }
        else if (!isV5 || message.TopicAlias == 0 || !_knownAliases.Contains(message.TopicAlias))
        {
            throw new ProtocolFault(MqttDisconnectReasonCode.ProtocolError, $"It published to no topic, with the alias {message.TopicAlias}, which stands for none.");
        }
    }

    private void Restore(MqttSubAckPacket granted, bool isV5)
    {
        int[]? order;
        lock (_gate)
        {
            _orders.Remove(granted.PacketIdentifier, out order);
        }

        if (order is not null && granted.ReasonCodes is { } codes && codes.Count == order.Length)
        {
            var restored = new MqttSubscribeReasonCode[order.Length];
            for (var i = 0; i < order.Length; i++)
            {
                restored[order[i]] = codes[i];
            }

            granted.ReasonCodes = [.. restored];
        }

        if (!isV5)
        {
            // 3.1.1 knows one refusal.
            granted.ReasonCodes = granted.ReasonCodes?.ConvertAll(code => (int)code >= 0x80 ? MqttSubscribeReasonCode.UnspecifiedError : code);
        }
    }

    private static string Shorten(string topic) => topic.Length <= 100 ? topic : topic[..100] + "…";
}
