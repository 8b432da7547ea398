using Twins.Protocols.Mqtt;

namespace Twins.Tests.Protocols.Mqtt.Broker.Support;

/// <summary>Everybody may use every topic but those that begin with <c>closed</c>.</summary>
internal sealed class ClosedTopics : IMqttAuthorizer
{
    public bool MayPublish(MqttIdentity identity, string clientId, string topic) => !topic.StartsWith("closed", StringComparison.Ordinal);

    public bool MaySubscribe(MqttIdentity identity, string clientId, string filter) => !filter.StartsWith("closed", StringComparison.Ordinal);
}
