namespace Twins.Protocols.Mqtt;

/// <summary>
/// How an operation ended (5.0, section 2.4): below 0x80 it succeeded, from 0x80 on it failed. The return codes of 3.1.1 are
/// told in these terms.
/// </summary>
public enum MqttReasonCode : byte
{
    /// <summary>Done; as the answer to a subscription: granted with QoS 0; as a leave: normal, without the will.</summary>
    Success = 0x00,

    /// <summary>The subscription was granted with QoS 1.</summary>
    GrantedQualityOfService1 = 0x01,

    /// <summary>The subscription was granted with QoS 2.</summary>
    GrantedQualityOfService2 = 0x02,

    /// <summary>The client leaves and wants its will published.</summary>
    DisconnectWithWill = 0x04,

    /// <summary>The message was accepted, and nobody has subscribed to it.</summary>
    NoMatchingSubscribers = 0x10,

    /// <summary>There was no such subscription to end.</summary>
    NoSubscriptionExisted = 0x11,

    /// <summary>The authentication has a next step.</summary>
    ContinueAuthentication = 0x18,

    /// <summary>The client authenticates anew.</summary>
    ReAuthenticate = 0x19,

    /// <summary>Failed, and the reason is not told.</summary>
    UnspecifiedError = 0x80,

    /// <summary>A packet could not be read by the rules of the standard.</summary>
    MalformedPacket = 0x81,

    /// <summary>A packet was not allowed there, or did not fit the state of the session.</summary>
    ProtocolError = 0x82,

    /// <summary>The packet is valid, and the receiver does not accept it for a reason of its own.</summary>
    ImplementationSpecificError = 0x83,

    /// <summary>The broker does not speak the version that was asked for.</summary>
    UnsupportedProtocolVersion = 0x84,

    /// <summary>The client identifier is valid, and the broker does not accept it.</summary>
    ClientIdentifierNotValid = 0x85,

    /// <summary>User name or password is wrong.</summary>
    BadUserNameOrPassword = 0x86,

    /// <summary>The client may not do that.</summary>
    NotAuthorized = 0x87,

    /// <summary>The broker cannot be used.</summary>
    ServerUnavailable = 0x88,

    /// <summary>The broker has too much to do; it may be tried again later.</summary>
    ServerBusy = 0x89,

    /// <summary>The client was banned.</summary>
    Banned = 0x8A,

    /// <summary>The broker is shutting down.</summary>
    ServerShuttingDown = 0x8B,

    /// <summary>The method of authentication is not supported, or not the one the connection began with.</summary>
    BadAuthenticationMethod = 0x8C,

    /// <summary>Nothing arrived for one and a half keep-alive intervals.</summary>
    KeepAliveTimeout = 0x8D,

    /// <summary>Another connection uses the same client identifier.</summary>
    SessionTakenOver = 0x8E,

    /// <summary>The topic filter is well formed, and the broker does not accept it.</summary>
    TopicFilterInvalid = 0x8F,

    /// <summary>The topic name is well formed, and the receiver does not accept it.</summary>
    TopicNameInvalid = 0x90,

    /// <summary>The packet identifier is in use already; the two ends disagree about the session.</summary>
    PacketIdentifierInUse = 0x91,

    /// <summary>The packet identifier is not known; normal after a connection was resumed.</summary>
    PacketIdentifierNotFound = 0x92,

    /// <summary>More messages were sent without an acknowledgement than the receiver allows.</summary>
    ReceiveMaximumExceeded = 0x93,

    /// <summary>The topic alias is 0 or higher than the receiver allows.</summary>
    TopicAliasInvalid = 0x94,

    /// <summary>The packet is longer than the receiver allows.</summary>
    PacketTooLarge = 0x95,

    /// <summary>Messages arrive too fast.</summary>
    MessageRateTooHigh = 0x96,

    /// <summary>A limit that an implementation or an administrator set was exceeded.</summary>
    QuotaExceeded = 0x97,

    /// <summary>An administrator closed the connection.</summary>
    AdministrativeAction = 0x98,

    /// <summary>The payload is not what its format indicator says.</summary>
    PayloadFormatInvalid = 0x99,

    /// <summary>The broker keeps no retained messages.</summary>
    RetainNotSupported = 0x9A,

    /// <summary>The quality of service is higher than the broker supports.</summary>
    QualityOfServiceNotSupported = 0x9B,

    /// <summary>The client should use another broker for now.</summary>
    UseAnotherServer = 0x9C,

    /// <summary>The client should use another broker from now on.</summary>
    ServerMoved = 0x9D,

    /// <summary>The broker has no shared subscriptions.</summary>
    SharedSubscriptionsNotSupported = 0x9E,

    /// <summary>Connections are opened too fast.</summary>
    ConnectionRateExceeded = 0x9F,

    /// <summary>The connection lasted as long as it may.</summary>
    MaximumConnectTime = 0xA0,

    /// <summary>The broker has no subscription identifiers.</summary>
    SubscriptionIdentifiersNotSupported = 0xA1,

    /// <summary>The broker has no subscriptions with wildcards.</summary>
    WildcardSubscriptionsNotSupported = 0xA2,
}
