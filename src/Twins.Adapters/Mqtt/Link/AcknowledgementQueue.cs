using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using MQTTnet;

namespace Twins.Adapters.Mqtt;

/// <summary>
/// The QoS 1 and 2 messages of one connection that are not acknowledged yet. Each is acknowledged once it was applied, and in the order in
/// which they came (MQTT 5.0, section 4.6), whatever the order in which they are applied. What is still here when the connection ends is
/// never acknowledged: the broker delivers it again.
/// </summary>
internal sealed class AcknowledgementQueue : IDisposable
{
    private readonly ReceiveGate _room;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly Queue<PendingAcknowledgement> _waiting = [];
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationToken _end;
    private bool _disposed;
    private bool _sending;

    public AcknowledgementQueue(ReceiveGate gate, ILogger logger)
    {
        (_room, _logger) = (gate, logger);
        _end = _ended.Token;
    }

    /// <summary>Messages that wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>A message came.</summary>
    public PendingAcknowledgement Add(MqttApplicationMessageReceivedEventArgs message, long bytes)
    {
        var pending = new PendingAcknowledgement(this, message, bytes);
        lock (_gate)
        {
            _waiting.Enqueue(pending);
        }

        return pending;
    }

    /// <summary>The connection has ended.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _waiting.Clear();
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        _ended.Cancel();
        _ended.Dispose();
    }

    internal void OnApplied(PendingAcknowledgement applied)
    {
        lock (_gate)
        {
            applied.IsApplied = true;
            if (_sending || !_waiting.TryPeek(out PendingAcknowledgement? first) || !first.IsApplied)
            {
                return;
            }

            _sending = true;
        }

        _ = SendAsync();
    }

    private bool TryTake([NotNullWhen(true)] out PendingAcknowledgement? next)
    {
        lock (_gate)
        {
            if (_waiting.TryPeek(out next) && next.IsApplied)
            {
                _waiting.Dequeue();
                return true;
            }

            _sending = false;
            next = null;
            return false;
        }
    }

    // One at a time: that alone keeps their order.
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "What cannot be acknowledged over a connection that ends is delivered again over the next.")]
    private async Task SendAsync()
    {
        while (TryTake(out PendingAcknowledgement? next))
        {
            try
            {
                await next.Message.AcknowledgeAsync(_end).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                _logger.AcknowledgementFailed(exception, next.Message.ApplicationMessage.Topic);
            }

            _room.Release(1, next.Bytes);
        }
    }
}

/// <summary>A QoS 1 or 2 message that is to be acknowledged once it was applied.</summary>
internal sealed class PendingAcknowledgement(AcknowledgementQueue queue, MqttApplicationMessageReceivedEventArgs message, long bytes)
{
    public MqttApplicationMessageReceivedEventArgs Message { get; } = message;

    public long Bytes { get; } = bytes;

    /// <summary>Set under the queue's lock.</summary>
    public bool IsApplied { get; set; }

    /// <summary>All whom it concerns have it. Safe on any thread; once.</summary>
    public void Applied() => queue.OnApplied(this);
}
