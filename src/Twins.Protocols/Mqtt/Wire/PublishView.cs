using System.Text;
using Twins.Protocols.Mqtt.Topics;

namespace Twins.Protocols.Mqtt.Wire;

/// <summary>
/// A PUBLISH packet where it stands in the receive buffer (5.0, section 3.3). All rules are checked when it is read; nothing is
/// copied or allocated.
/// </summary>
internal readonly ref struct PublishView
{
    private const int RetainFlag = 1;
    private const int DuplicateFlag = 8;

    /// <summary>The topic name as UTF-8; empty when only an alias stands for it.</summary>
    public ReadOnlySpan<byte> Topic { get; private init; }

    public ReadOnlySpan<byte> Payload { get; private init; }

    public MqttQualityOfService QualityOfService { get; private init; }

    /// <summary>Whether it may have been sent before.</summary>
    public bool IsDuplicate { get; private init; }

    public bool Retain { get; private init; }

    /// <summary>The packet identifier; 0 at QoS 0.</summary>
    public ushort PacketId { get; private init; }

    /// <summary>The topic alias; 0 when there is none.</summary>
    public ushort TopicAlias { get; private init; }

    /// <summary>For how many seconds the message is worth delivering; <see langword="null"/>: for ever.</summary>
    public uint? MessageExpirySeconds { get; private init; }

    /// <summary>All properties, to be read (again) one after another.</summary>
    public PropertyReader Properties { get; private init; }

    /// <summary>
    /// Whether <see cref="Properties"/> holds only what is forwarded unchanged, so that its bytes can be forwarded as they are.
    /// </summary>
    public bool HasOnlyForwardedProperties { get; private init; }

    /// <summary>Reads the packet.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="body">The bytes after the header, as many as the header says.</param>
    /// <param name="version">The version of the connection.</param>
    /// <param name="sender">Who sent it.</param>
    /// <exception cref="MqttProtocolException">It breaks a rule of the standard.</exception>
    public static PublishView Read(FixedHeader header, ReadOnlySpan<byte> body, MqttProtocolVersion version, MqttSender sender)
    {
        header.Demand(version);
        var qualityOfService = ReadQualityOfService(header.Flags);
        var reader = new MqttReader(body);
        var topic = reader.ReadText("the topic name");
        if (TopicName.HasWildcard(topic))
        {
            Violation.Malformed($"the topic name {Printable(topic)} holds a wildcard", "MQTT-3.3.2-2");
        }

        var packetId = qualityOfService == MqttQualityOfService.AtMostOnce ? (ushort)0 : reader.ReadPacketId();
        var properties = reader.ReadProperties(PropertyUse.Publish, version);
        var facts = properties.Bytes.IsEmpty ? default : PublishFacts.Read(properties, sender);
        if (topic.IsEmpty && facts.TopicAlias == 0)
        {
            Violation.Protocol("the topic name is empty, and no alias stands for it", "MQTT-4.7.3-1; 5.0, section 3.3.2.1");
        }

        return new PublishView
        {
            Topic = topic,
            Payload = reader.ReadRest(),
            QualityOfService = qualityOfService,
            IsDuplicate = (header.Flags & DuplicateFlag) != 0,
            Retain = (header.Flags & RetainFlag) != 0,
            PacketId = packetId,
            TopicAlias = facts.TopicAlias,
            MessageExpirySeconds = facts.MessageExpirySeconds,
            Properties = properties,
            HasOnlyForwardedProperties = !facts.HasOwnProperties,
        };
    }

    /// <summary>Copies the properties that are forwarded unchanged, without alias, expiry and subscription identifiers.</summary>
    public void WriteForwardedProperties(MqttWriter writer)
    {
        if (HasOnlyForwardedProperties)
        {
            writer.WriteBytes(Properties.Bytes);
            return;
        }

        for (var properties = Properties; properties.TryRead(out var property);)
        {
            if (!PublishFacts.IsOwn(property.Id))
            {
                writer.WriteBytes(properties.Last);
            }
        }
    }

    /// <summary>Copies the packet into a message.</summary>
    public MqttMessage ToMessage() => MessageProperties.Read(Properties, new MqttMessage
    {
        Topic = Encoding.UTF8.GetString(Topic),
        Payload = Payload.ToArray(),
        QualityOfService = QualityOfService,
        Retain = Retain,
    });

    private static MqttQualityOfService ReadQualityOfService(int flags)
    {
        var qualityOfService = (flags >> 1) & 3;
        if (qualityOfService == 3)
        {
            Violation.Malformed("the quality of service of PUBLISH is 3", "MQTT-3.3.1-4");
        }

        if (qualityOfService == 0 && (flags & DuplicateFlag) != 0)
        {
            Violation.Protocol("a message at QoS 0 is marked as a duplicate", "MQTT-3.3.1-2");
        }

        return (MqttQualityOfService)qualityOfService;
    }

    private static string Printable(ReadOnlySpan<byte> topic) => $"\"{Encoding.UTF8.GetString(topic[..Math.Min(topic.Length, 100)])}\"";
}
