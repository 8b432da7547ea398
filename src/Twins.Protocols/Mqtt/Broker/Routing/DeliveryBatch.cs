using System.Runtime.InteropServices;
using Twins.Protocols.Mqtt.Broker.Connections;
using Twins.Protocols.Mqtt.Broker.Sessions;

namespace Twins.Protocols.Mqtt.Broker.Routing;

/// <summary>
/// What a reading loop has set going and not finished: outputs to be flushed, deliveries that wait for the store, and a subscriber that
/// does not keep up. Collected over all packets of one receive, so that each costs one flush and one commit. Used by one thread at a time.
/// </summary>
internal sealed class DeliveryBatch
{
    private readonly List<ConnectionOutput> _touched = [];
    private readonly List<(OutgoingQueue Queue, long Sequence)> _held = [];
    private readonly List<MqttStoredDelivery> _stored = [];

    /// <summary>Whether something must be durable before it is acknowledged.</summary>
    public bool NeedsCommit { get; set; }

    /// <summary>A subscriber whose queue is more than half full; null when all keep up.</summary>
    public OutgoingQueue? Congested { get; set; }

    /// <summary>What the store is told of the message that is being routed.</summary>
    public ReadOnlySpan<MqttStoredDelivery> Stored => CollectionsMarshal.AsSpan(_stored);

    /// <summary>An output got its first bytes since it was flushed; this batch has to flush it.</summary>
    public void Touch(ConnectionOutput output) => _touched.Add(output);

    /// <summary>A delivery waits for the store.</summary>
    public void Hold(OutgoingQueue queue, long sequence, in MqttStoredDelivery delivery)
    {
        _held.Add((queue, sequence));
        _stored.Add(delivery);
    }

    /// <summary>The store was told of a message.</summary>
    public void ClearStored() => _stored.Clear();

    /// <summary>Lets every output that was touched send.</summary>
    public void Flush()
    {
        foreach (var output in _touched)
        {
            output.Schedule();
        }

        _touched.Clear();
    }

    /// <summary>
    /// Lets the outputs send, waits until the store has what it was told, then sends what waited for that.
    /// </summary>
    /// <exception cref="StoreFailedException">
    /// The store failed: nothing of this batch may be acknowledged. Subscribers get its messages all the same; the publisher sends them again.
    /// </exception>
    public async ValueTask FinishAsync(IMqttBrokerStore? store)
    {
        Flush();
        if (!NeedsCommit || store is null)
        {
            return;
        }

        NeedsCommit = false;
        try
        {
            await store.CommitOrFailAsync().ConfigureAwait(false);
        }
        finally
        {
            Unhold();
            Flush();
        }
    }

    private void Unhold()
    {
        foreach (var (queue, sequence) in _held)
        {
            queue.Unhold(sequence, this);
        }

        _held.Clear();
    }
}
