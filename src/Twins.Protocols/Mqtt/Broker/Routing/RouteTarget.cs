namespace Twins.Protocols.Mqtt.Broker.Routing;

/// <summary>What a topic filter leads to: one subscription, or the members of a shared one.</summary>
internal abstract class RouteTarget;
