namespace Twins.Protocols.Mqtt.Client.Incoming;

/// <summary>The topics that the server's aliases stand for on one connection (5.0, section 3.3.2.3.4).</summary>
/// <param name="maximum">The highest alias that the server may use.</param>
internal sealed class IncomingAliases(int maximum)
{
    private byte[]?[] _topics = [];

    /// <summary>The topic of a message that carries an alias, which is learned when the topic comes with it.</summary>
    /// <exception cref="MqttProtocolException">The alias is not allowed, or stands for nothing.</exception>
    public ReadOnlySpan<byte> Resolve(ReadOnlySpan<byte> topic, int alias)
    {
        if (alias == 0 || alias > maximum)
        {
            throw new MqttProtocolException(
                MqttReasonCode.TopicAliasInvalid,
                FormattableString.Invariant($"the topic alias is {alias}, and 1 to {maximum} are accepted"),
                "MQTT-3.3.2-10");
        }

        if (topic.IsEmpty)
        {
            return (alias <= _topics.Length ? _topics[alias - 1] : null) ?? throw new MqttProtocolException(
                MqttReasonCode.ProtocolError,
                FormattableString.Invariant($"the topic alias {alias} stands for no topic yet"),
                "5.0, section 3.3.2.3.4");
        }

        Learn(topic, alias);
        return topic;
    }

    private void Learn(ReadOnlySpan<byte> topic, int alias)
    {
        if (alias > _topics.Length)
        {
            Array.Resize(ref _topics, Math.Min(maximum, Math.Max(alias, _topics.Length * 2)));
        }

        // A server that tells the same again costs no memory.
        if (!topic.SequenceEqual(_topics[alias - 1]))
        {
            _topics[alias - 1] = topic.ToArray();
        }
    }
}
