using Twins.Protocols.Mqtt.Topics;

namespace Twins.Protocols.Mqtt.Wire;

/// <summary>A topic filter in SUBSCRIBE or UNSUBSCRIBE.</summary>
internal static class FilterText
{
    /// <summary>Reads a filter and checks it; shared subscriptions are known to 5.0 only.</summary>
    public static ReadOnlySpan<byte> Read(ref MqttReader reader, MqttProtocolVersion version)
    {
        var filter = reader.ReadText("a topic filter");
        var fault = version == MqttProtocolVersion.V500 ? TopicFilter.FaultOf(filter) : TopicFilter.PlainFaultOf(filter);
        if (fault is not null)
        {
            Violation.Malformed($"a topic filter {fault}", "5.0, sections 4.7 and 4.8.2");
        }

        return filter;
    }
}
