using System.Collections.Immutable;
using System.Text;

namespace Twins.Protocols.Mqtt.Wire;

/// <summary>UNSUBSCRIBE (5.0, section 3.10).</summary>
internal sealed record UnsubscribePacket
{
    public ushort PacketId { get; init; }

    /// <summary>At least one.</summary>
    public ImmutableArray<string> Filters { get; init; } = [];

    public ImmutableArray<MqttUserProperty> UserProperties { get; init; } = [];

    /// <summary>Reads the packet.</summary>
    /// <exception cref="MqttProtocolException">It breaks a rule of the standard.</exception>
    public static UnsubscribePacket Read(FixedHeader header, ReadOnlySpan<byte> body, MqttProtocolVersion version)
    {
        header.Demand(version);
        var reader = new MqttReader(body);
        var packetId = reader.ReadPacketId();
        var userProperties = UserPropertyList.Read(reader.ReadProperties(PropertyUse.Unsubscribe, version), out _);
        if (reader.Left == 0)
        {
            Violation.Protocol("UNSUBSCRIBE holds no topic filter", "MQTT-3.10.3-2");
        }

        var filters = ImmutableArray.CreateBuilder<string>();
        while (reader.Left > 0)
        {
            filters.Add(Encoding.UTF8.GetString(FilterText.Read(ref reader, version)));
        }

        return new UnsubscribePacket { PacketId = packetId, Filters = filters.DrainToImmutable(), UserProperties = userProperties };
    }

    /// <summary>Writes the packet.</summary>
    /// <exception cref="ArgumentException">A value cannot be told in MQTT.</exception>
    public void Write(MqttWriter writer, MqttProtocolVersion version)
    {
        var packet = writer.BeginPacket(MqttPacketType.Unsubscribe, flags: 2);
        writer.WriteUInt16(PacketId);
        if (version == MqttProtocolVersion.V500)
        {
            var properties = writer.BeginLength();
            writer.WriteUserProperties(UserProperties);
            writer.EndLength(properties);
        }

        foreach (var filter in Filters)
        {
            writer.WriteText(filter, "a topic filter");
        }

        writer.EndLength(packet);
    }
}
