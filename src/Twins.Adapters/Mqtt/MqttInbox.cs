using System.Threading.Channels;
using Twins.Connections;
using Twins.Readings;

namespace Twins.Adapters.Mqtt;

/// <summary>What arrived for one device.</summary>
internal enum ArrivalKind
{
    /// <summary>Readings.</summary>
    Readings,

    /// <summary>Its birth message: it is there.</summary>
    Birth,

    /// <summary>Its will, or a farewell of the same words: it is gone.</summary>
    Will,

    /// <summary>A message that could not be decoded: a sign of life all the same.</summary>
    Noise,
}

/// <summary>Something that arrived for one device, in the order in which it arrived.</summary>
/// <param name="Device">Index of the device on the connection.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Batch">The readings; null for all else.</param>
/// <param name="Receipt">To be told once the twin has them; null when no acknowledgement waits for it.</param>
/// <param name="IsLive">Whether the device itself just said so, rather than the broker what it had kept.</param>
internal readonly record struct Arrival(int Device, ArrivalKind Kind, ReadingBatch? Batch, BatchReceipt? Receipt, bool IsLive);

/// <summary>All that arrived since the grain last looked; used again and again.</summary>
internal sealed class Arrivals
{
    private ReceiveGate? _gate;
    private int _messages;
    private long _bytes;

    /// <summary>What arrived, in order.</summary>
    public List<Arrival> Items { get; } = [];

    /// <summary>Answers to commands, in order.</summary>
    public List<MqttAnswer> Answers { get; } = [];

    public bool IsEmpty => Items.Count == 0 && Answers.Count == 0 && _messages == 0;

    /// <summary>A message without acknowledgement makes room as soon as it was handed on.</summary>
    public void Count(in MqttArrived message)
    {
        if (!ReferenceEquals(_gate, message.Gate))
        {
            // What came over an earlier connection occupies nothing of this one.
            (_gate, _messages, _bytes) = (message.Gate, 0, 0);
        }

        _messages++;
        _bytes += message.Bytes;
    }

    public void Clear()
    {
        _gate?.Release(_messages, _bytes);
        (_gate, _messages, _bytes) = (null, 0, 0);
        Items.Clear();
        Answers.Clear();
    }
}

/// <summary>
/// Where the client's thread meets the grain's turns. Messages are decoded as they come and gathered; the grain takes all that gathered at
/// once. How much may gather is bounded by the link's gate: while it is closed the socket is not read, and the broker waits.
/// </summary>
internal sealed class MqttInbox(MessageReader reader)
{
    private readonly Lock _gate = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Arrivals _filling = new();
    private Arrivals _spare = new();
    private bool _begun;
    private LinkChange? _change;

    /// <summary>Takes a message. On the client's thread.</summary>
    public void OnMessage(MqttArrived message)
    {
        lock (_gate)
        {
            if (!_begun)
            {
                _begun = true;
                reader.Begin(_filling);
            }

            reader.Read(message);
        }

        _signal.Writer.TryWrite(true);
    }

    /// <summary>Takes what became of the connection. On any thread.</summary>
    public void OnStateChanged(ConnectionState state, string? reason)
    {
        Volatile.Write(ref _change, new LinkChange(state, reason));
        _signal.Writer.TryWrite(true);
    }

    /// <summary>Completes when there is something to take.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken) => await _signal.Reader.ReadAsync(cancellationToken);

    /// <summary>Takes all that arrived; give it back by <see cref="Return"/> before the next is taken. Null when nothing did.</summary>
    public Arrivals? Take()
    {
        lock (_gate)
        {
            if (!_begun)
            {
                return null;
            }

            reader.End();
            _begun = false;
            (Arrivals taken, _filling) = (_filling, _spare);
            _spare = taken;
            return taken;
        }
    }

    /// <summary>What became of the connection since it was last asked; null when nothing did. Of several changes only the last counts.</summary>
    public LinkChange? TakeStateChange() => Interlocked.Exchange(ref _change, null);

    /// <summary>What was taken is handed on: there is room for more.</summary>
    public static void Return(Arrivals arrivals) => arrivals.Clear();
}

/// <summary>What became of a link.</summary>
internal sealed record LinkChange(ConnectionState State, string? Reason);
