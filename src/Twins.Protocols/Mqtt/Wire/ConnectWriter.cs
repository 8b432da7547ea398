namespace Twins.Protocols.Mqtt.Wire;

/// <summary>Writes CONNECT.</summary>
internal static class ConnectWriter
{
    private const int WillQualityShift = 3;

    public static void Write(MqttWriter writer, ConnectPacket packet)
    {
        var start = writer.BeginPacket(MqttPacketType.Connect);
        writer.WriteText("MQTT", "the protocol name");
        writer.WriteByte((byte)packet.Version);
        writer.WriteByte((byte)FlagsOf(packet));
        writer.WriteUInt16(packet.KeepAliveSeconds);
        if (packet.Version == MqttProtocolVersion.V500)
        {
            WriteProperties(writer, packet);
        }

        writer.WriteText(packet.ClientIdentifier, nameof(packet.ClientIdentifier));
        if (packet.Will is { } will)
        {
            WriteWill(writer, will, packet.Version);
        }

        if (packet.UserName is { } userName)
        {
            writer.WriteText(userName, nameof(packet.UserName));
        }

        if (packet.Password is { } password)
        {
            writer.WriteBinary(password.Span, nameof(packet.Password));
        }

        writer.EndLength(start);
    }

    private static ConnectFlags FlagsOf(ConnectPacket packet)
    {
        var flags = packet.CleanStart ? ConnectFlags.CleanStart : ConnectFlags.None;
        flags |= packet.UserName is null ? ConnectFlags.None : ConnectFlags.UserName;
        flags |= packet.Password is null ? ConnectFlags.None : ConnectFlags.Password;
        if (packet.Will is { Message: var message })
        {
            flags |= ConnectFlags.Will | (ConnectFlags)((int)message.QualityOfService << WillQualityShift);
            flags |= message.Retain ? ConnectFlags.WillRetain : ConnectFlags.None;
        }

        return flags;
    }

    private static void WriteProperties(MqttWriter writer, ConnectPacket packet)
    {
        var start = writer.BeginLength();
        writer.WriteProperty(PropertyId.SessionExpiryInterval, packet.SessionExpirySeconds);
        writer.WriteProperty(PropertyId.ReceiveMaximum, packet.ReceiveMaximum);
        writer.WriteProperty(PropertyId.MaximumPacketSize, packet.MaximumPacketSize);
        writer.WriteProperty(PropertyId.TopicAliasMaximum, packet.TopicAliasMaximum == 0 ? null : (ushort?)packet.TopicAliasMaximum);
        writer.WriteFlag(PropertyId.RequestResponseInformation, packet.RequestResponseInformation, defaultValue: false);
        writer.WriteFlag(PropertyId.RequestProblemInformation, packet.RequestProblemInformation, defaultValue: true);
        writer.WriteUserProperties(packet.UserProperties);
        writer.WriteProperty(PropertyId.AuthenticationMethod, packet.AuthenticationMethod);
        writer.WriteProperty(PropertyId.AuthenticationData, packet.AuthenticationData);
        writer.EndLength(start);
    }

    private static void WriteWill(MqttWriter writer, MqttWill will, MqttProtocolVersion version)
    {
        if (version == MqttProtocolVersion.V500)
        {
            var start = writer.BeginLength();
            var delay = Seconds.From(will.Delay, nameof(will.Delay));
            writer.WriteProperty(PropertyId.WillDelayInterval, delay == 0 ? null : (uint?)delay);
            writer.WriteProperty(PropertyId.MessageExpiryInterval, MessageProperties.ExpirySeconds(will.Message));
            MessageProperties.WriteForwarded(writer, will.Message);
            writer.EndLength(start);
        }

        writer.WriteText(will.Message.Topic, "the topic of the will");
        writer.WriteBinary(will.Message.Payload.Span, "the payload of the will");
    }
}
