using System.Collections.Immutable;
using System.Text;
using Twins.Protocols.Mqtt.Topics;

namespace Twins.Protocols.Mqtt.Wire;

/// <summary>SUBSCRIBE (5.0, section 3.8).</summary>
internal sealed record SubscribePacket
{
    /// <summary>What the reserved bits of an option byte are: 6 and 7 in 5.0, all but the quality's in 3.1.1.</summary>
    private const int Reserved500 = 0xC0;
    private const int Reserved311 = 0xFC;

    private const int NoLocalBit = 4;
    private const int RetainAsPublishedBit = 8;
    private const int RetainHandlingShift = 4;

    public ushort PacketId { get; init; }

    /// <summary>At least one.</summary>
    public ImmutableArray<MqttSubscription> Subscriptions { get; init; } = [];

    /// <summary>What accompanies the messages of these subscriptions, 1 to 268,435,455; <see langword="null"/>: nothing.</summary>
    public int? SubscriptionIdentifier { get; init; }

    public ImmutableArray<MqttUserProperty> UserProperties { get; init; } = [];

    /// <summary>Reads the packet.</summary>
    /// <exception cref="MqttProtocolException">It breaks a rule of the standard.</exception>
    public static SubscribePacket Read(FixedHeader header, ReadOnlySpan<byte> body, MqttProtocolVersion version)
    {
        header.Demand(version);
        var reader = new MqttReader(body);
        var packet = new SubscribePacket { PacketId = reader.ReadPacketId() };
        packet = ReadProperties(reader.ReadProperties(PropertyUse.Subscribe, version), packet);
        if (reader.Left == 0)
        {
            Violation.Protocol("SUBSCRIBE holds no topic filter", "MQTT-3.8.3-2");
        }

        var subscriptions = ImmutableArray.CreateBuilder<MqttSubscription>();
        while (reader.Left > 0)
        {
            var filter = FilterText.Read(ref reader, version);
            subscriptions.Add(ReadOptions(reader.ReadByte("the options of a subscription"), filter, version));
        }

        return packet with { Subscriptions = subscriptions.DrainToImmutable() };
    }

    /// <summary>Writes the packet.</summary>
    /// <exception cref="ArgumentException">A value cannot be told in MQTT.</exception>
    public void Write(MqttWriter writer, MqttProtocolVersion version)
    {
        var packet = writer.BeginPacket(MqttPacketType.Subscribe, flags: 2);
        writer.WriteUInt16(PacketId);
        if (version == MqttProtocolVersion.V500)
        {
            var properties = writer.BeginLength();
            writer.WriteSubscriptionIdentifier(SubscriptionIdentifier);
            writer.WriteUserProperties(UserProperties);
            writer.EndLength(properties);
        }

        foreach (var subscription in Subscriptions)
        {
            writer.WriteText(subscription.Filter, nameof(subscription.Filter));
            writer.WriteByte(version == MqttProtocolVersion.V500 ? OptionsOf(subscription) : (byte)subscription.QualityOfService);
        }

        writer.EndLength(packet);
    }

    private static SubscribePacket ReadProperties(PropertyReader properties, SubscribePacket packet)
    {
        var userProperties = ImmutableArray.CreateBuilder<MqttUserProperty>();
        while (properties.TryRead(out var property))
        {
            if (property.Id == PropertyId.UserProperty)
            {
                userProperties.Add(property.UserProperty);
            }
            else
            {
                packet = packet with { SubscriptionIdentifier = (int)property.Number };
            }
        }

        return packet with { UserProperties = userProperties.DrainToImmutable() };
    }

    private static MqttSubscription ReadOptions(byte options, ReadOnlySpan<byte> filter, MqttProtocolVersion version)
    {
        var text = Encoding.UTF8.GetString(filter);
        if ((options & (version == MqttProtocolVersion.V500 ? Reserved500 : Reserved311)) != 0)
        {
            Violation.Malformed(
                FormattableString.Invariant($"the options of the subscription to \"{text}\" are 0x{options:X2}, with reserved bits set"), "MQTT-3.8.3-5");
        }

        var retainHandling = (options >> RetainHandlingShift) & 3;
        if ((options & 3) == 3 || retainHandling == 3)
        {
            Violation.Protocol(
                FormattableString.Invariant($"the options of the subscription to \"{text}\" are 0x{options:X2}: quality of service or retain handling is 3"),
                "5.0, section 3.8.3.1");
        }

        var noLocal = (options & NoLocalBit) != 0;
        if (noLocal && TopicFilter.IsShared(filter))
        {
            Violation.Protocol($"the shared subscription \"{text}\" is no-local", "MQTT-3.8.3-4");
        }

        return new MqttSubscription(text, (MqttQualityOfService)(options & 3))
        {
            NoLocal = noLocal,
            RetainAsPublished = (options & RetainAsPublishedBit) != 0,
            RetainHandling = (MqttRetainHandling)retainHandling,
        };
    }

    private static byte OptionsOf(MqttSubscription subscription) => (byte)(
        (int)subscription.QualityOfService
        | (subscription.NoLocal ? NoLocalBit : 0)
        | (subscription.RetainAsPublished ? RetainAsPublishedBit : 0)
        | ((int)subscription.RetainHandling << RetainHandlingShift));
}
