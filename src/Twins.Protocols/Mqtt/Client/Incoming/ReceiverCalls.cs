namespace Twins.Protocols.Mqtt.Client.Incoming;

/// <summary>Calls the receiver, whose faults are counted and are not the connection's.</summary>
internal sealed class ReceiverCalls(IMqttReceiver receiver, Lock gate, ClientCounters counters)
{
    private int _handedOver;

    /// <summary>Whether messages were handed over since the last end of a batch.</summary>
    public bool HasBatch => _handedOver > 0;

    public void HandOver(in MqttIncomingMessage message)
    {
        _handedOver++;
        try
        {
            receiver.OnMessage(message);
        }
        catch (Exception error)
        {
            Note(error);
        }
    }

    public async ValueTask EndBatchAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            counters.MessagesReceived += _handedOver;
        }

        _handedOver = 0;
        try
        {
            await receiver.OnBatchEndAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Told to stop, it stopped.
        }
        catch (Exception error)
        {
            Note(error);
        }
    }

    private void Note(Exception error)
    {
        lock (gate)
        {
            counters.ReceiverFaults++;
            counters.Note($"The receiver threw {error.GetType().Name}: {error.Message}");
        }
    }
}
