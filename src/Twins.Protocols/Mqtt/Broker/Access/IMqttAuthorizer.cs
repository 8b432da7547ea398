namespace Twins.Protocols.Mqtt;

/// <summary>
/// Decides which topics a connected client may use. Called on reading loops, for many clients at once: it answers from memory. The
/// broker may remember an answer for as long as the client stays connected; who takes a right away disconnects the client
/// (<c>MqttBroker.Disconnect</c>).
/// </summary>
public interface IMqttAuthorizer
{
    /// <summary>
    /// Whether a client may publish to a topic; asked for wills too. A refusal is answered with
    /// <see cref="MqttReasonCode.NotAuthorized"/> where the protocol has an answer, and the message goes nowhere.
    /// </summary>
    /// <param name="identity">As whom the client was recognised.</param>
    /// <param name="clientId">Its client identifier.</param>
    /// <param name="topic">The topic name.</param>
    bool MayPublish(MqttIdentity identity, string clientId, string topic);

    /// <summary>
    /// Whether a client may subscribe to a filter, that is read every topic that it matches. A refusal is answered with
    /// <see cref="MqttReasonCode.NotAuthorized"/> (3.1.1: 0x80).
    /// </summary>
    /// <param name="identity">As whom the client was recognised.</param>
    /// <param name="clientId">Its client identifier.</param>
    /// <param name="filter">The topic filter; for a shared subscription what follows <c>$share/name/</c>.</param>
    bool MaySubscribe(MqttIdentity identity, string clientId, string filter);
}
