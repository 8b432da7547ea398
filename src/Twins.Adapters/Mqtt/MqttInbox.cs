using System.Collections.Concurrent;
using System.Threading.Channels;
using Twins.Protocols.Mqtt;

namespace Twins.Adapters.Mqtt;

/// <summary>
/// Where the client's reading loop meets the grain's turns: all that was read at once is handed over in one piece, through a channel that
/// holds few. While it is full the reading loop waits, and with it, by TCP and receive maximum, the broker.
/// </summary>
internal sealed class MqttInbox(MessageReader reader) : IMqttReceiver
{
    /// <summary>Pieces that may wait for the grain.</summary>
    public const int Capacity = 2;

    private static readonly Arrivals Nothing = new();

    private readonly Channel<Arrivals> _channel = Channel.CreateBounded<Arrivals>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly ConcurrentQueue<Arrivals> _used = [];
    private Arrivals? _filling;
    private MqttConnectionStateChangedEventArgs? _change;

    /// <inheritdoc/>
    public void OnMessage(in MqttIncomingMessage message)
    {
        if (_filling is null)
        {
            _filling = _used.TryDequeue(out Arrivals? used) ? used : new Arrivals();
            reader.Begin(_filling);
        }

        reader.Read(message);
    }

    /// <inheritdoc/>
    public ValueTask OnBatchEndAsync(CancellationToken cancellationToken)
    {
        if (_filling is not { } arrivals)
        {
            return ValueTask.CompletedTask;
        }

        reader.End();
        _filling = null;
        return arrivals.IsEmpty || _channel.Writer.TryWrite(arrivals)
            ? ValueTask.CompletedTask
            : _channel.Writer.WriteAsync(arrivals, cancellationToken);
    }

    /// <summary>Takes note of what became of the connection. If the channel is full, whoever empties it looks for it anyway.</summary>
    public void OnStateChanged(object? sender, MqttConnectionStateChangedEventArgs change)
    {
        Volatile.Write(ref _change, change);
        _channel.Writer.TryWrite(Nothing);
    }

    /// <summary>Completes when there is something to take.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _channel.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Takes what was read at once; give it back by <see cref="Return"/>.</summary>
    public bool TryRead(out Arrivals? arrivals) => _channel.Reader.TryRead(out arrivals);

    /// <summary>Takes what became of the connection since it was last asked; null when nothing did. Of several changes only the last counts.</summary>
    public MqttConnectionStateChangedEventArgs? TakeStateChange() => Interlocked.Exchange(ref _change, null);

    /// <summary>Takes arrivals back, to be used again.</summary>
    public void Return(Arrivals arrivals)
    {
        if (!ReferenceEquals(arrivals, Nothing))
        {
            arrivals.Clear();
            _used.Enqueue(arrivals);
        }
    }
}
