using Twins.Protocols.Mqtt.Broker.Routing;
using Twins.Protocols.Mqtt.Broker.Sessions;

namespace Twins.Protocols.Mqtt.Broker.Connections;

/// <summary>Which topics a client may publish to. Answers are remembered while it is connected, and each refusal is named once.</summary>
internal sealed class PublishRights(BrokerConnection connection, Session session, MqttIdentity identity, BrokerServices broker)
{
    private const int MaxRemembered = 256;

    private readonly Dictionary<TopicRoute, MqttReasonCode> _refusals = [];
    private bool _exceededIsNamed;

    /// <summary>Why the client may not publish to a topic; null when it may.</summary>
    public MqttReasonCode? RefusalFor(TopicRoute route)
    {
        if (broker.Authorizer is null && route.Levels <= broker.Options.MaxTopicLevels && !route.IsOfBroker)
        {
            return null;
        }

        if (!_refusals.TryGetValue(route, out var code))
        {
            code = Decide(route);
            if (_refusals.Count >= MaxRemembered)
            {
                _refusals.Clear();
            }

            _refusals[route] = code;
        }

        return code == MqttReasonCode.Success ? null : code;
    }

    /// <summary>A message was refused because a bound was reached; said once per connection.</summary>
    public void NameExceeded(TopicRoute route)
    {
        if (!_exceededIsNamed)
        {
            _exceededIsNamed = true;
            Name(
                MqttIncidentKind.LimitReached, MqttReasonCode.QuotaExceeded,
                $"A message to {route.Name} was not taken in full: there was no room to retain it, or in the queue of any subscriber.");
        }
    }

    private MqttReasonCode Decide(TopicRoute route)
    {
        var most = broker.Options.MaxTopicLevels;
        if (route.Levels > most)
        {
            Name(
                MqttIncidentKind.LimitReached, MqttReasonCode.TopicNameInvalid,
                FormattableString.Invariant($"A topic name has {route.Levels} levels, and {most} are the limit."));
            return MqttReasonCode.TopicNameInvalid;
        }

        // Names below $SYS are the broker's own (5.0, section 4.7.2).
        if (route.IsOfBroker || !(broker.Authorizer?.MayPublish(identity, session.ClientId, route.Name) ?? true))
        {
            Name(MqttIncidentKind.NotAuthorized, MqttReasonCode.NotAuthorized, $"The client may not publish to {route.Name}.");
            return MqttReasonCode.NotAuthorized;
        }

        return MqttReasonCode.Success;
    }

    private void Name(MqttIncidentKind kind, MqttReasonCode code, string message) =>
        broker.Incidents.Record(kind, session.ClientId, connection.Peer.RemoteEndPoint, code, message);
}
