using static Twins.Protocols.Mqtt.Wire.PropertyUse;

namespace Twins.Protocols.Mqtt.Wire;

/// <summary>The data type of a property (5.0, section 1.5).</summary>
internal enum PropertyKind : byte
{
    Byte,
    UInt16,
    UInt32,
    VariableByteInteger,
    Text,
    Binary,
    TextPair,
}

/// <summary>Which values of a property are allowed, beyond those of its type.</summary>
internal enum PropertyRange : byte
{
    Any,
    ZeroOrOne,
    NotZero,
    Alias,
    TopicName,
}

/// <summary>What the standard says of one property.</summary>
internal readonly record struct PropertyRule(PropertyKind Kind, PropertyUse Uses, string Section, PropertyRange Range = PropertyRange.Any);

/// <summary>The properties' types, places and ranges (5.0, table 2-4 and the sections of the packets).</summary>
internal static class PropertyRules
{
    /// <summary>The greatest identifier there is.</summary>
    public const int LastId = (int)PropertyId.SharedSubscriptionAvailable;

    private static readonly PropertyRule[] Rules = Build();

    /// <summary>The rule of a property; one that is unknown has no use anywhere.</summary>
    public static ref readonly PropertyRule Of(byte id) => ref Rules[Math.Min((int)id, LastId + 1)];

    private static PropertyRule[] Build()
    {
        var rules = new PropertyRule[LastId + 2];
        foreach (var (id, rule) in All())
        {
            rules[(int)id] = rule;
        }

        return rules;
    }

    private static IEnumerable<(PropertyId Id, PropertyRule Rule)> All() =>
    [
        (PropertyId.PayloadFormatIndicator, new(PropertyKind.Byte, Publish | Will, "3.3.2.3.2", PropertyRange.ZeroOrOne)),
        (PropertyId.MessageExpiryInterval, new(PropertyKind.UInt32, Publish | Will, "3.3.2.3.3")),
        (PropertyId.ContentType, new(PropertyKind.Text, Publish | Will, "3.3.2.3.9")),
        (PropertyId.ResponseTopic, new(PropertyKind.Text, Publish | Will, "3.3.2.3.5", PropertyRange.TopicName)),
        (PropertyId.CorrelationData, new(PropertyKind.Binary, Publish | Will, "3.3.2.3.6")),
        (PropertyId.SubscriptionIdentifier,
            new(PropertyKind.VariableByteInteger, Publish | Subscribe, "3.8.2.1.2", PropertyRange.NotZero)),
        (PropertyId.SessionExpiryInterval, new(PropertyKind.UInt32, Connect | ConnAck | Disconnect, "3.1.2.11.2")),
        (PropertyId.AssignedClientIdentifier, new(PropertyKind.Text, ConnAck, "3.2.2.3.7")),
        (PropertyId.ServerKeepAlive, new(PropertyKind.UInt16, ConnAck, "3.2.2.3.14")),
        (PropertyId.AuthenticationMethod, new(PropertyKind.Text, Connect | ConnAck | Auth, "3.1.2.11.9")),
        (PropertyId.AuthenticationData, new(PropertyKind.Binary, Connect | ConnAck | Auth, "3.1.2.11.10")),
        (PropertyId.RequestProblemInformation, new(PropertyKind.Byte, Connect, "3.1.2.11.7", PropertyRange.ZeroOrOne)),
        (PropertyId.WillDelayInterval, new(PropertyKind.UInt32, Will, "3.1.3.2.2")),
        (PropertyId.RequestResponseInformation, new(PropertyKind.Byte, Connect, "3.1.2.11.6", PropertyRange.ZeroOrOne)),
        (PropertyId.ResponseInformation, new(PropertyKind.Text, ConnAck, "3.2.2.3.15")),
        (PropertyId.ServerReference, new(PropertyKind.Text, ConnAck | Disconnect, "3.2.2.3.16")),
        (PropertyId.ReasonString, new(PropertyKind.Text, ConnAck | Ack | Disconnect | Auth, "3.2.2.3.9")),
        (PropertyId.ReceiveMaximum, new(PropertyKind.UInt16, Connect | ConnAck, "3.1.2.11.3", PropertyRange.NotZero)),
        (PropertyId.TopicAliasMaximum, new(PropertyKind.UInt16, Connect | ConnAck, "3.1.2.11.5")),
        (PropertyId.TopicAlias, new(PropertyKind.UInt16, Publish, "3.3.2.3.4", PropertyRange.Alias)),
        (PropertyId.MaximumQualityOfService, new(PropertyKind.Byte, ConnAck, "3.2.2.3.4", PropertyRange.ZeroOrOne)),
        (PropertyId.RetainAvailable, new(PropertyKind.Byte, ConnAck, "3.2.2.3.5", PropertyRange.ZeroOrOne)),
        (PropertyId.UserProperty, new(PropertyKind.TextPair, Everywhere, "3.1.2.11.8")),
        (PropertyId.MaximumPacketSize, new(PropertyKind.UInt32, Connect | ConnAck, "3.1.2.11.4", PropertyRange.NotZero)),
        (PropertyId.WildcardSubscriptionAvailable, new(PropertyKind.Byte, ConnAck, "3.2.2.3.11", PropertyRange.ZeroOrOne)),
        (PropertyId.SubscriptionIdentifierAvailable, new(PropertyKind.Byte, ConnAck, "3.2.2.3.12", PropertyRange.ZeroOrOne)),
        (PropertyId.SharedSubscriptionAvailable, new(PropertyKind.Byte, ConnAck, "3.2.2.3.13", PropertyRange.ZeroOrOne)),
    ];
}
