using System.Net.Sockets;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Protocols.Mqtt.Broker.Connections;

/// <summary>
/// What is on its way to one client. Everybody appends to one buffer; while it is being sent the next one fills, so that many packets
/// leave with one send. It holds no memory while it is empty.
/// </summary>
/// <param name="stream">Where to; writing belongs to this class.</param>
internal sealed class ConnectionOutput(Stream stream) : IThreadPoolWorkItem, IDisposable
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private OutgoingBuffer _filling = new();
    private OutgoingBuffer _sending = new();
    private OutgoingAliases? _aliases;
    private MqttProtocolVersion _version;
    private int _maximumPacketSize = MqttLimits.MaxPacketSize;
    private bool _isScheduled;
    private bool _isFinished;
    private long _pendingBytes;
    private long _bytesSent;
    private long _messagesSent;

    /// <summary>Called after each send, on the sending loop.</summary>
    public Action? Drained { get; set; }

    /// <summary>Bytes that were appended and not sent.</summary>
    public long PendingBytes => Volatile.Read(ref _pendingBytes);

    /// <summary>Bytes sent so far.</summary>
    public long BytesSent => Volatile.Read(ref _bytesSent);

    /// <summary>Messages appended so far.</summary>
    public long MessagesSent => Volatile.Read(ref _messagesSent);

    /// <summary>Completes when the last byte was sent after <see cref="Finish"/>, or the transport failed.</summary>
    public Task Ended => _ended.Task;

    /// <summary>What the client said in CONNECT of what it accepts.</summary>
    /// <param name="version">The version of the connection.</param>
    /// <param name="maximumPacketSize">The longest packet that it accepts.</param>
    /// <param name="aliasMaximum">How many topic aliases may be used towards it.</param>
    public void Negotiate(MqttProtocolVersion version, int maximumPacketSize, ushort aliasMaximum)
    {
        _version = version;
        _maximumPacketSize = maximumPacketSize;
        _aliases = aliasMaximum > 0 ? new OutgoingAliases(aliasMaximum) : null;
    }

    /// <summary>Appends a message.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="shared">Its payload in memory that does not change; empty when only the packet has it.</param>
    public PublishOutcome Publish(PublishPacket packet, ReadOnlyMemory<byte> shared)
    {
        lock (_gate)
        {
            if (_isFinished)
            {
                return PublishOutcome.Closed;
            }

            var topic = packet.Topic;
            var known = _aliases?.Find(topic) ?? 0;
            var learned = known == 0 ? _aliases?.Next ?? 0 : (ushort)0;
            var shortened = known == 0 && learned == 0
                ? packet
                : packet with { TopicAlias = known == 0 ? learned : known, Topic = known == 0 ? topic : default };
            if (shortened.Measure(_version) > _maximumPacketSize)
            {
                return PublishOutcome.TooLarge;
            }

            if (learned != 0)
            {
                _aliases!.Learn(topic);
            }

            var before = _filling.Length;
            _filling.Write(shortened, _version, shared);
            _messagesSent++;
            return Count(before) ? PublishOutcome.WrittenFirst : PublishOutcome.Written;
        }
    }

    /// <summary>Appends packets that are written already, and sees to it that they are sent.</summary>
    public void Send(ReadOnlySpan<byte> packets)
    {
        bool first;
        lock (_gate)
        {
            if (_isFinished || packets.IsEmpty)
            {
                return;
            }

            var before = _filling.Length;
            _filling.Write(packets);
            first = Count(before);
        }

        if (first)
        {
            Schedule();
        }
    }

    /// <summary>Appends a last packet, if there is one; nothing follows it, and when it was sent the sending side is closed.</summary>
    public void Finish(ReadOnlySpan<byte> farewell)
    {
        bool first;
        lock (_gate)
        {
            if (_isFinished)
            {
                return;
            }

            _isFinished = true;
            var before = _filling.Length;
            _filling.Write(farewell);
            first = Count(before);
        }

        if (first)
        {
            Schedule();
        }
    }

    /// <summary>Begins to send what was appended. For whoever was told that it appended the first bytes.</summary>
    public void Schedule() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    /// <summary>Gives the memory back. The transport must be closed, and is not sent to any more.</summary>
    public void Dispose() => Abandon();

    void IThreadPoolWorkItem.Execute() => _ = SendAsync();

    private async Task SendAsync()
    {
        try
        {
            while (TakeFilled())
            {
                await _sending.SendAsync(stream).ConfigureAwait(false);
                Volatile.Write(ref _bytesSent, _bytesSent + _sending.Length);
                Interlocked.Add(ref _pendingBytes, -_sending.Length);
                _sending.Reset();
                Drained?.Invoke();
            }
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            Abandon();
        }
    }

    // Under the gate: whether nobody sends, so that the caller has to see to it.
    private bool Count(int before)
    {
        Interlocked.Add(ref _pendingBytes, _filling.Length - before);
        return !_isScheduled && (_isScheduled = true);
    }

    private bool TakeFilled()
    {
        lock (_gate)
        {
            if (_filling.Length > 0)
            {
                (_filling, _sending) = (_sending, _filling);
                return true;
            }

            _isScheduled = false;
            _filling.Dispose();
            _sending.Dispose();
            if (_isFinished)
            {
                _ended.TrySetResult();
            }

            return false;
        }
    }

    // The transport is broken: the reading loop finds out by itself, and what waits here is lost with the connection.
    private void Abandon()
    {
        lock (_gate)
        {
            _isFinished = true;
            _filling.Dispose();
            Interlocked.Exchange(ref _pendingBytes, 0);
        }

        stream.Dispose();
        _ended.TrySetResult();
    }
}
