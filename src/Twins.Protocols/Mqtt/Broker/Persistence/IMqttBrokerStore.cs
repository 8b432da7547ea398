namespace Twins.Protocols.Mqtt;

/// <summary>
/// Keeps what a broker must not lose: sessions that outlive their connection with their subscriptions, messages of QoS 1 and 2 under
/// way to them, and retained messages.
/// </summary>
/// <remarks>
/// The changes are facts to be noted in the order in which they are told: they are called from many connections at once, return at once
/// and do not throw. What is told of one session comes in order; what belongs to an unknown session, message or topic is no error and
/// changes nothing. <see cref="CommitAsync"/> alone waits for the disk. A broker never acknowledges what was not committed: when the
/// store fails, the publisher's connection is closed without an acknowledgement and the publisher sends again.
/// </remarks>
public interface IMqttBrokerStore
{
    /// <summary>Everything that was told and committed before; called once, before anything else.</summary>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="IOException">It cannot be read; the broker does not start.</exception>
    ValueTask<MqttStoredState> RecoverAsync(CancellationToken cancellationToken);

    /// <summary>A session began, was resumed or lost its connection: takes the place of what was known of the session itself.</summary>
    /// <param name="session">The session; its subscriptions and deliveries stay as they are.</param>
    void SaveSession(MqttStoredSession session);

    /// <summary>A session ended, with its subscriptions, deliveries and receipts.</summary>
    /// <param name="clientId">Whose.</param>
    void RemoveSession(string clientId);

    /// <summary>A session subscribed, in place of its earlier subscription to the same filter.</summary>
    /// <param name="clientId">Whose.</param>
    /// <param name="subscription">The subscription, with <c>$share/name/</c> if it is shared.</param>
    void SaveSubscription(string clientId, MqttStoredSubscription subscription);

    /// <summary>A session unsubscribed.</summary>
    /// <param name="clientId">Whose.</param>
    /// <param name="filter">The filter as it was subscribed.</param>
    void RemoveSubscription(string clientId, string filter);

    /// <summary>The broker took a message: all that follows from it is kept, or nothing of it.</summary>
    /// <param name="publication">The message and what follows; its spans are valid during the call only.</param>
    void Accept(in MqttStoredPublication publication);

    /// <summary>A retained message expired.</summary>
    /// <param name="topic">Its topic name, UTF-8.</param>
    void RemoveRetained(ReadOnlyMemory<byte> topic);

    /// <summary>The subscriber has a message of QoS 2 (PUBREC); from now on only its PUBREL is repeated.</summary>
    /// <param name="clientId">Whose.</param>
    /// <param name="sequence">Which delivery.</param>
    void Release(string clientId, long sequence);

    /// <summary>A delivery is over: acknowledged, expired, or given to another member of its share.</summary>
    /// <param name="clientId">Whose.</param>
    /// <param name="sequence">Which delivery.</param>
    void Settle(string clientId, long sequence);

    /// <summary>A publisher released a packet identifier of QoS 2 (PUBREL): it may be used for another message.</summary>
    /// <param name="clientId">Whose.</param>
    /// <param name="packetId">The packet identifier.</param>
    void CompleteReceipt(string clientId, ushort packetId);

    /// <summary>Completes when everything that was told before the call is durable; calls that come together share one write.</summary>
    /// <param name="cancellationToken">The broker aborts.</param>
    /// <exception cref="IOException">It cannot be written; nothing that was told since the last commit is acknowledged.</exception>
    ValueTask CommitAsync(CancellationToken cancellationToken);
}
