using Twins.Protocols.Mqtt.Broker.Sessions;

namespace Twins.Protocols.Mqtt.Broker.Routing;

/// <summary>One subscription of a session.</summary>
/// <param name="session">Whose.</param>
/// <param name="terms">Filter as it was subscribed, and options.</param>
/// <param name="identifier">Its subscription identifier; 0 when it has none.</param>
/// <param name="share">The shared subscription that it takes part in; null when it is the session's own.</param>
internal sealed class Subscription(Session session, MqttSubscription terms, int identifier, ShareGroup? share) : RouteTarget
{
    public Session Session { get; } = session;

    public MqttSubscription Terms { get; } = terms;

    public int Identifier { get; } = identifier;

    public ShareGroup? Share { get; } = share;
}
