using Twins.Protocols.Mqtt.Broker.Routing;

namespace Twins.Protocols.Mqtt.Broker.Connections;

/// <summary>The topic aliases that a client has introduced (5.0, section 3.3.2.3.4).</summary>
/// <param name="maximum">The highest that it may use.</param>
internal sealed class IncomingAliases(int maximum)
{
    private TopicRoute?[] _routes = [];

    /// <summary>Remembers what an alias stands for from now on.</summary>
    /// <exception cref="MqttProtocolException">The alias is higher than allowed.</exception>
    public void Set(ushort alias, TopicRoute route)
    {
        Demand(alias);
        if (alias > _routes.Length)
        {
            Array.Resize(ref _routes, Math.Min(maximum, Math.Max(alias, _routes.Length * 2)));
        }

        _routes[alias - 1] = route;
    }

    /// <summary>What an alias stands for.</summary>
    /// <exception cref="MqttProtocolException">The alias is higher than allowed, or unknown.</exception>
    public TopicRoute Get(ushort alias)
    {
        Demand(alias);
        return (alias <= _routes.Length ? _routes[alias - 1] : null)
            ?? throw new MqttProtocolException(
                MqttReasonCode.ProtocolError,
                FormattableString.Invariant($"the topic alias {alias} was not introduced on this connection"), "MQTT-3.3.2-7; 5.0, section 3.3.2.3.4");
    }

    private void Demand(ushort alias)
    {
        if (alias > maximum)
        {
            throw new MqttProtocolException(
                MqttReasonCode.TopicAliasInvalid, FormattableString.Invariant($"the topic alias is {alias}, and {maximum} is the highest"), "MQTT-3.3.2-9");
        }
    }
}
