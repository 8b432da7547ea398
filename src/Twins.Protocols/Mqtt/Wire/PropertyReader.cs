using Twins.Protocols.Mqtt.Topics;

namespace Twins.Protocols.Mqtt.Wire;

/// <summary>Reads properties one after another, and checks each: whether it may stand there, its value, and that it does not repeat.</summary>
internal ref struct PropertyReader(ReadOnlySpan<byte> properties, PropertyUse use)
{
    private readonly PropertyUse _use = use;
    private MqttReader _reader = new(properties);
    private ulong _seen;
    private int _start;

    /// <summary>The properties as they stand in the packet, without their length.</summary>
    public ReadOnlySpan<byte> Bytes { get; } = properties;

    /// <summary>The property that was read last, as it stands in the packet.</summary>
    public readonly ReadOnlySpan<byte> Last => Bytes[_start..^_reader.Left];

    /// <summary>Whether the property was read already.</summary>
    public readonly bool HasSeen(PropertyId id) => (_seen & (1UL << (int)id)) != 0;

    /// <summary>Reads the next property.</summary>
    /// <exception cref="MqttProtocolException">It breaks a rule of the standard.</exception>
    public bool TryRead(out MqttProperty property)
    {
        if (_reader.Left == 0)
        {
            property = default;
            return false;
        }

        _start = Bytes.Length - _reader.Left;
        var id = _reader.ReadByte("the identifier of a property");
        ref readonly var rule = ref PropertyRules.Of(id);
        if ((rule.Uses & _use) == PropertyUse.None)
        {
            ThrowMisplaced(id);
        }

        DemandUnseen((PropertyId)id, rule.Section);
        property = ReadValue((PropertyId)id, rule.Kind);
        DemandInRange(property, rule);
        return true;
    }

    private MqttProperty ReadValue(PropertyId id, PropertyKind kind)
    {
        switch (kind)
        {
            case PropertyKind.Byte:
                return new MqttProperty { Id = id, Number = _reader.ReadByte("a property of one byte") };
            case PropertyKind.UInt16:
                return new MqttProperty { Id = id, Number = _reader.ReadUInt16("a property of two bytes") };
            case PropertyKind.UInt32:
                return new MqttProperty { Id = id, Number = _reader.ReadUInt32("a property of four bytes") };
            case PropertyKind.VariableByteInteger:
                return new MqttProperty { Id = id, Number = (uint)_reader.ReadVariableByteInteger("a property of variable length") };
            case PropertyKind.Text:
                return new MqttProperty { Id = id, Bytes = _reader.ReadText("a text property") };
            case PropertyKind.Binary:
                return new MqttProperty { Id = id, Bytes = _reader.ReadBinary("a binary property") };
            default:
                var name = _reader.ReadText("the name of a user property");
                return new MqttProperty { Id = id, Bytes = name, Value = _reader.ReadText("the value of a user property") };
        }
    }

    private void DemandUnseen(PropertyId id, string section)
    {
        var bit = 1UL << (int)id;
        var mayRepeat = id == PropertyId.UserProperty || (id == PropertyId.SubscriptionIdentifier && _use == PropertyUse.Publish);
        if ((_seen & bit) != 0 && !mayRepeat)
        {
            Violation.Protocol($"the property {id} occurs more than once", $"5.0, section {section}");
        }

        _seen |= bit;
    }

    private static void DemandInRange(in MqttProperty property, in PropertyRule rule)
    {
        switch (rule.Range)
        {
            case PropertyRange.ZeroOrOne when property.Number > 1:
                Violation.Protocol(
                    FormattableString.Invariant($"the property {property.Id} is {property.Number}, and only 0 and 1 are defined"),
                    $"5.0, section {rule.Section}");
                break;
            case PropertyRange.NotZero when property.Number == 0:
                Violation.Protocol($"the property {property.Id} is 0", $"5.0, section {rule.Section}");
                break;
            case PropertyRange.Alias when property.Number == 0:
                throw new MqttProtocolException(MqttReasonCode.TopicAliasInvalid, "the topic alias is 0", "MQTT-3.3.2-8");
            case PropertyRange.TopicName when TopicName.FaultOf(property.Bytes) is { } fault:
                Violation.Protocol($"the response topic {fault}", "MQTT-3.3.2-14");
                break;
        }
    }

    private readonly void ThrowMisplaced(byte id)
    {
        var name = Enum.IsDefined((PropertyId)id) ? $"the property {(PropertyId)id} does" : FormattableString.Invariant($"the property {id} is unknown and does");
        Violation.Malformed($"{name} not belong to {_use}", "5.0, section 2.2.2.2");
    }
}
