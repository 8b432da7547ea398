using static Twins.Protocols.Mqtt.MqttReasonCode;

namespace Twins.Protocols.Mqtt.Wire;

/// <summary>Which reason codes a packet may carry (5.0, table 2-6 and the sections of the packets).</summary>
internal static class ReasonCodeRules
{
    private static readonly ReasonCodeSet ConnAck = new(
        Success, UnspecifiedError, MalformedPacket, ProtocolError, ImplementationSpecificError, UnsupportedProtocolVersion,
        ClientIdentifierNotValid, BadUserNameOrPassword, NotAuthorized, ServerUnavailable, ServerBusy, Banned, BadAuthenticationMethod,
        TopicNameInvalid, PacketTooLarge, QuotaExceeded, PayloadFormatInvalid, RetainNotSupported, QualityOfServiceNotSupported,
        UseAnotherServer, ServerMoved, ConnectionRateExceeded);

    private static readonly ReasonCodeSet Received = new(
        Success, NoMatchingSubscribers, UnspecifiedError, ImplementationSpecificError, NotAuthorized, TopicNameInvalid,
        PacketIdentifierInUse, QuotaExceeded, PayloadFormatInvalid);

    private static readonly ReasonCodeSet Released = new(Success, PacketIdentifierNotFound);

    private static readonly ReasonCodeSet SubAck = new(
        Success, GrantedQualityOfService1, GrantedQualityOfService2, UnspecifiedError, ImplementationSpecificError, NotAuthorized,
        TopicFilterInvalid, PacketIdentifierInUse, QuotaExceeded, SharedSubscriptionsNotSupported, SubscriptionIdentifiersNotSupported,
        WildcardSubscriptionsNotSupported);

    private static readonly ReasonCodeSet SubAck311 = new(
        Success, GrantedQualityOfService1, GrantedQualityOfService2, UnspecifiedError);

    private static readonly ReasonCodeSet UnsubAck = new(
        Success, NoSubscriptionExisted, UnspecifiedError, ImplementationSpecificError, NotAuthorized, TopicFilterInvalid,
        PacketIdentifierInUse);

    private static readonly ReasonCodeSet ClientDisconnect = new(
        Success, DisconnectWithWill, UnspecifiedError, MalformedPacket, ProtocolError, ImplementationSpecificError, TopicNameInvalid,
        ReceiveMaximumExceeded, TopicAliasInvalid, PacketTooLarge, MessageRateTooHigh, QuotaExceeded, AdministrativeAction,
        PayloadFormatInvalid);

    private static readonly ReasonCodeSet ServerDisconnect = new(
        Success, UnspecifiedError, MalformedPacket, ProtocolError, ImplementationSpecificError, NotAuthorized, ServerBusy,
        ServerShuttingDown, BadAuthenticationMethod, KeepAliveTimeout, SessionTakenOver, TopicFilterInvalid, TopicNameInvalid,
        ReceiveMaximumExceeded, TopicAliasInvalid, PacketTooLarge, MessageRateTooHigh, QuotaExceeded, AdministrativeAction,
        PayloadFormatInvalid, RetainNotSupported, QualityOfServiceNotSupported, UseAnotherServer, ServerMoved,
        SharedSubscriptionsNotSupported, ConnectionRateExceeded, MaximumConnectTime, SubscriptionIdentifiersNotSupported,
        WildcardSubscriptionsNotSupported);

    private static readonly ReasonCodeSet ClientAuth = new(ContinueAuthentication, ReAuthenticate);

    private static readonly ReasonCodeSet ServerAuth = new(Success, ContinueAuthentication);

    /// <summary>Checks the reason code of an acknowledgement of a message.</summary>
    public static void DemandAck(MqttPacketType type, MqttReasonCode code)
    {
        var (allowed, clause) = type switch
        {
            MqttPacketType.PubAck => (Received, "MQTT-3.4.2-1"),
            MqttPacketType.PubRec => (Received, "MQTT-3.5.2-1"),
            MqttPacketType.PubRel => (Released, "MQTT-3.6.2-1"),
            _ => (Released, "MQTT-3.7.2-1"),
        };
        Demand(allowed, type, code, clause);
    }

    public static void DemandConnAck(MqttReasonCode code) => Demand(ConnAck, MqttPacketType.ConnAck, code, "MQTT-3.2.2-8");

    public static void DemandSubAck(MqttReasonCode code, MqttProtocolVersion version)
    {
        if (version == MqttProtocolVersion.V500)
        {
            Demand(SubAck, MqttPacketType.SubAck, code, "MQTT-3.9.3-2");
        }
        else
        {
            Demand(SubAck311, MqttPacketType.SubAck, code, "3.1.1, MQTT-3.9.3-2");
        }
    }

    public static void DemandUnsubAck(MqttReasonCode code) => Demand(UnsubAck, MqttPacketType.UnsubAck, code, "MQTT-3.11.3-2");

    public static void DemandDisconnect(MqttReasonCode code, MqttSender sender) => Demand(
        sender == MqttSender.Client ? ClientDisconnect : ServerDisconnect, MqttPacketType.Disconnect, code, "MQTT-3.14.2-1");

    public static void DemandAuth(MqttReasonCode code, MqttSender sender) =>
        Demand(sender == MqttSender.Client ? ClientAuth : ServerAuth, MqttPacketType.Auth, code, "MQTT-3.15.2-1");

    private static void Demand(ReasonCodeSet allowed, MqttPacketType type, MqttReasonCode code, string clause)
    {
        if (!allowed.Contains(code))
        {
            Violation.Protocol(FormattableString.Invariant($"{type} from there cannot carry the reason code 0x{(byte)code:X2}"), clause);
        }
    }
}
