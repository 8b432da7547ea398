using System.Collections.Immutable;

namespace Twins.Protocols.Mqtt;

/// <summary>
/// A client of one MQTT server (OASIS MQTT 3.1.1 or 5.0). It keeps its connection until it is told to disconnect: a connection that
/// is lost is opened again with growing delays, subscriptions are renewed when the server lost them, and QoS 1 and 2 messages
/// go on where they stood.
/// </summary>
/// <remarks>
/// <para>Members may be called concurrently, also from within <see cref="IMqttReceiver"/>, but there without waiting for the
/// outcome: the reading loop that brings the outcome waits for the receiver.</para>
/// <para>Every call ends with success, with an <see cref="ArgumentException"/> (the caller's mistake), with an
/// <see cref="OperationCanceledException"/>, with an <see cref="ObjectDisposedException"/> once the client is disposed of, or with
/// an <see cref="MqttException"/> whose type says who is at fault.</para>
/// </remarks>
public interface IMqttClient : IAsyncDisposable
{
    /// <summary>Host and port of the server, as errors name it.</summary>
    string Endpoint { get; }

    /// <summary>Where the connection stands.</summary>
    MqttConnectionState State { get; }

    /// <summary>What the server granted with its last CONNACK; <see langword="null"/> before the first.</summary>
    MqttServerGrant? Grant { get; }

    /// <summary>Counters since the client was created, and the last fault; read at any time.</summary>
    MqttClientFigures Figures { get; }

    /// <summary>
    /// Raised after each change of <see cref="State"/>, one at a time and in order. Handlers must be quick and must not throw; what
    /// they throw is dropped, lest it end the connection.
    /// </summary>
    event EventHandler<MqttConnectionStateChangedEventArgs>? StateChanged;

    /// <summary>
    /// Begins to keep the connection, and completes when the server has accepted it for the first time; at once when it is open.
    /// A server that cannot be reached, or that refuses for reasons that pass, is tried again until the wait is cancelled or the
    /// client told to disconnect; <see cref="StateChanged"/> says what is wrong meanwhile.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait, not the attempts.</param>
    /// <exception cref="MqttRefusedException">
    /// The server refuses for good (credentials, client identifier, protocol version, will, or another server is to be used); the
    /// state is <see cref="MqttConnectionState.Disconnected"/> and nothing is tried again by itself. Once a connection was accepted,
    /// no later refusal is taken as final.
    /// </exception>
    Task ConnectAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Subscribes and waits for the server's answer, also while there is no connection. What the server grants is remembered and
    /// renewed when the server has lost the session; what it refuses is not.
    /// </summary>
    /// <param name="subscriptions">Topic filters, each with its options; at least one.</param>
    /// <param name="identifier">
    /// Subscription identifier that comes with the messages (5.0, section 3.8.2.1.2), 1 to 268,435,455; 0: none. 3.1.1 has none.
    /// </param>
    /// <param name="cancellationToken">Ends the wait; the subscription may come about all the same.</param>
    /// <returns>One result per subscription, in their order; look at each, since a refusal of one is no error of the call.</returns>
    Task<ImmutableArray<MqttSubscribeResult>> SubscribeAsync(
        ImmutableArray<MqttSubscription> subscriptions, int identifier, CancellationToken cancellationToken = default);

    /// <summary>Ends subscriptions and waits for the server's answer; they are no longer renewed from the moment of the call.</summary>
    /// <param name="filters">The filters as they were subscribed; at least one. One that is not subscribed is no error.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="MqttRefusedException">The server refused to end one of them; its name and the reason code are in the error.</exception>
    Task UnsubscribeAsync(ImmutableArray<string> filters, CancellationToken cancellationToken = default);

    /// <summary>
    /// Publishes. The task ends at QoS 0 when the message is written to the connection, at QoS 1 when the server has acknowledged it
    /// (PUBACK), at QoS 2 when the exchange is complete (PUBCOMP). Without a connection it waits in the queue, whose bounds are
    /// <see cref="MqttClientOptions.QueueCapacity"/> and <see cref="MqttClientOptions.QueueBytes"/>: the QoS 0 messages that have waited
    /// longest make room, are counted, and their tasks say so; where none is left, a message at QoS 1 or 2 is refused.
    /// </summary>
    /// <param name="message">
    /// The message. It is not copied: what its memories hold must not change until it is sent (QoS 0) or acknowledged (QoS 1 and 2).
    /// </param>
    /// <param name="cancellationToken">
    /// Ends the wait. A message that was not sent yet is taken back; one that was sent goes on to its acknowledgement.
    /// </param>
    /// <exception cref="MqttBusyException">The queue is full (QoS 1 and 2).</exception>
    /// <exception cref="MqttRefusedException">The server refused the message, or said beforehand that it takes none such.</exception>
    /// <exception cref="MqttConnectionException">
    /// The server lost the session while a QoS 2 message was on its way: whether it was delivered is unknown.
    /// </exception>
    Task<MqttPublishResult> PublishAsync(MqttMessage message, CancellationToken cancellationToken = default);

    /// <summary>
    /// Acknowledges a QoS 1 or 2 message that the receiver was given, when <see cref="MqttClientOptions.ManualAcknowledgement"/> is on.
    /// Acknowledgements leave in the order of the messages (5.0, section 4.6): one that is missing holds up those after it, and
    /// in the end (<see cref="MqttClientOptions.ReceiveMaximum"/>) the server. A token of a connection or session that is
    /// gone, and a default token, do nothing.
    /// </summary>
    /// <param name="token">What the message carried.</param>
    void Acknowledge(MqttAcknowledgement token);

    /// <summary>
    /// Sends what is gathered, says goodbye (DISCONNECT) and closes; nothing is tried again until <see cref="ConnectAsync"/> is called
    /// anew. QoS 1 and 2 messages that wait for an answer go on waiting for that connection.
    /// </summary>
    /// <param name="options">How to leave; <see langword="null"/>: orderly, so that the server discards the will.</param>
    /// <param name="cancellationToken">Ends the wait; the connection is closed all the same.</param>
    Task DisconnectAsync(MqttDisconnectOptions? options = null, CancellationToken cancellationToken = default);
}
