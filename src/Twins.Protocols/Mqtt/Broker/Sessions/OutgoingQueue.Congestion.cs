using Twins.Protocols.Mqtt.Broker.Connections;
using Twins.Protocols.Mqtt.Broker.Routing;

namespace Twins.Protocols.Mqtt.Broker.Sessions;

/// <content>
/// What happens when messages come faster than the client takes them: its publishers wait, for as long as their patience lasts; then the
/// client is slow, nobody waits for it, and what has no room is dropped or ends the connection.
/// </content>
internal sealed partial class OutgoingQueue
{
    private TaskCompletionSource? _relief;
    private bool _overflowIsNamed;

    /// <summary>Whether the client is a slow consumer: publishers no longer wait for it.</summary>
    public bool IsSlow { get; private set; }

    /// <summary>Whether more than half of the queue is used.</summary>
    public bool IsCongested => services.Limits.IsCongested(Count, Bytes);

    /// <summary>Completes when the client caught up, left, or was found slow.</summary>
    public Task WhenRelievedAsync()
    {
        lock (_gate)
        {
            if (_connection is null || IsSlow || services.Limits.IsRelieved(Count, Bytes))
            {
                return Task.CompletedTask;
            }

            _relief ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _relief.Task;
        }
    }

    /// <summary>A publisher's patience is over.</summary>
    public void GiveUpOn()
    {
        lock (_gate)
        {
            if (_connection is { } connection && !services.Limits.IsRelieved(Count, Bytes))
            {
                NameSlow(connection);
            }
        }
    }

    private void NoteCongestion(DeliveryBatch? batch)
    {
        if (batch is not null && _connection is not null && !IsSlow && IsCongested)
        {
            batch.Congested = this;
        }
    }

    private void Relieve()
    {
        if ((IsSlow || _relief is not null) && services.Limits.IsRelieved(Count, Bytes))
        {
            EndCongestion();
        }
    }

    private void EndCongestion()
    {
        IsSlow = false;
        _overflowIsNamed = false;
        _relief?.TrySetResult();
        _relief = null;
    }

    private void NameSlow(BrokerConnection connection)
    {
        if (!IsSlow)
        {
            IsSlow = true;
            _relief?.TrySetResult();
            _relief = null;
            services.Incidents.Record(
                MqttIncidentKind.SlowConsumer, session.ClientId, connection.Peer.RemoteEndPoint, MqttReasonCode.QuotaExceeded,
                FormattableString.Invariant($"The client does not keep up: {Count} messages and {Bytes} bytes wait for it; publishers no longer do."));
        }
    }

    // QoS 1 or 2, and no room. A client that is there and does not take its messages is disconnected; one that is away misses them.
    private void Overflow()
    {
        services.Counters.DroppedQueueFull();
        if (_overflowIsNamed)
        {
            return;
        }

        _overflowIsNamed = true;
        var message = FormattableString.Invariant(
            $"The queue of the client is full: {Count} of {services.Limits.Messages} messages, {Bytes} of {services.Limits.Bytes} bytes.");
        services.Incidents.Record(
            MqttIncidentKind.QueueFull, session.ClientId, _connection?.Peer.RemoteEndPoint, MqttReasonCode.QuotaExceeded, message);
        _connection?.Close(MqttReasonCode.QuotaExceeded);
    }
}
