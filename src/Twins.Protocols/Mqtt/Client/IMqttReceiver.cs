namespace Twins.Protocols.Mqtt;

/// <summary>Takes the messages of a client, in the order in which the server sent them.</summary>
public interface IMqttReceiver
{
    /// <summary>
    /// Takes one message, on the reading loop; must be quick and must not block. What it throws is counted and shown
    /// (<see cref="MqttClientFigures.ReceiverFaults"/>) and ends neither the batch nor the connection.
    /// </summary>
    /// <param name="message">The message; its spans are valid only during the call.</param>
    void OnMessage(in MqttIncomingMessage message);

    /// <summary>
    /// Called when all that had arrived at once was handed over, if there was a message among it. Nothing more is read until it has
    /// completed, so that pressure goes back to the server (TCP, receive maximum) and not into memory. Without
    /// <see cref="MqttClientOptions.ManualAcknowledgement"/> the messages of the batch are acknowledged after it.
    /// </summary>
    /// <param name="cancellationToken">The client is being told to disconnect, or is disposed of.</param>
    ValueTask OnBatchEndAsync(CancellationToken cancellationToken);
}
