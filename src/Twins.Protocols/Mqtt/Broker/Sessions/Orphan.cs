using Twins.Protocols.Mqtt.Broker.Routing;

namespace Twins.Protocols.Mqtt.Broker.Sessions;

/// <summary>A message of a shared subscription whose member left before it got it.</summary>
/// <param name="Message">The message.</param>
/// <param name="Share">The shared subscription.</param>
/// <param name="Retain">The retain flag it was to be delivered with.</param>
internal sealed record Orphan(MqttStoredMessage Message, ShareGroup Share, bool Retain);
