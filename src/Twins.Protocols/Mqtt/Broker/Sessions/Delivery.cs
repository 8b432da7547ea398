using System.Collections.Immutable;
using Twins.Protocols.Mqtt.Broker.Routing;

namespace Twins.Protocols.Mqtt.Broker.Sessions;

/// <summary>A message of QoS 1 or 2 under way to one session.</summary>
internal struct Delivery
{
    /// <summary>The message; null once the delivery is over.</summary>
    public MqttStoredMessage? Message;

    /// <summary>Through which shared subscription the session got it; null when through one of its own.</summary>
    public ShareGroup? Share;

    /// <summary>The identifiers of the subscriptions that it matches.</summary>
    public ImmutableArray<int> Identifiers;

    /// <summary>With which quality of service it is delivered.</summary>
    public MqttQualityOfService QualityOfService;

    public DeliveryState State;

    /// <summary>The retain flag it is delivered with.</summary>
    public bool Retain;

    /// <summary>Whether it was sent before, on another connection: its next PUBLISH says so (DUP).</summary>
    public bool IsRepeated;

    /// <summary>Whether it waits for the store, and everything behind it with it.</summary>
    public bool IsHeld;
}

/// <summary>How far a delivery is.</summary>
internal enum DeliveryState : byte
{
    /// <summary>Over, or never begun.</summary>
    Settled,

    /// <summary>Not sent on this connection.</summary>
    Queued,

    /// <summary>PUBLISH sent; PUBACK or PUBREC awaited.</summary>
    Sent,

    /// <summary>QoS 2: PUBREC received; PUBREL is to be sent, or to be repeated on this connection.</summary>
    ToRelease,

    /// <summary>QoS 2: PUBREL sent; PUBCOMP awaited.</summary>
    Released,
}
