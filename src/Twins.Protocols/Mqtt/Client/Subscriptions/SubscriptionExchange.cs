using System.Collections.Immutable;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Protocols.Mqtt.Client.Subscriptions;

/// <summary>One SUBSCRIBE or UNSUBSCRIBE packet: some filters of a call.</summary>
/// <param name="call">The call.</param>
/// <param name="filters">Which of its filters.</param>
internal sealed class SubscriptionExchange(SubscriptionCall call, ImmutableArray<int> filters)
{
    public SubscriptionCall Call => call;

    public ImmutableArray<int> Filters => filters;

    /// <summary>The packet identifier; 0: not on its way.</summary>
    public ushort PacketId { get; set; }

    /// <summary>The same call's other filters.</summary>
    public SubscriptionExchange With(IEnumerable<int> others) => new(call, [.. others]);

    public void Write(MqttWriter writer, MqttProtocolVersion version)
    {
        if (call is SubscribeCall subscribe)
        {
            new SubscribePacket
            {
                PacketId = PacketId,
                Subscriptions = [.. filters.Select(index => subscribe[index])],
                SubscriptionIdentifier = subscribe.Identifier == 0 ? null : subscribe.Identifier,
            }.Write(writer, version);
        }
        else
        {
            new UnsubscribePacket { PacketId = PacketId, Filters = [.. filters.Select(call.FilterOf)] }.Write(writer, version);
        }
    }

    /// <summary>Passes the server's answer on.</summary>
    /// <param name="codes">One for each filter; none: all is well (UNSUBACK of 3.1.1).</param>
    /// <param name="reasonString">What the server says beside them.</param>
    public void Answer(ImmutableArray<MqttReasonCode> codes, string? reasonString)
    {
        for (var position = 0; position < filters.Length; position++)
        {
            call.Answer(filters[position], codes.IsEmpty ? MqttReasonCode.Success : codes[position], reasonString);
        }
    }

    /// <summary>Answers all filters alike.</summary>
    public void Refuse(MqttReasonCode code, string reason)
    {
        foreach (var index in filters)
        {
            call.Answer(index, code, reason);
        }
    }
}
