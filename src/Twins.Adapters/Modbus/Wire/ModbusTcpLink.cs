using System.Buffers;
using System.IO.Pipelines;

namespace Twins.Adapters.Modbus.Wire;

/// <summary>One open TCP connection: frames out, gathered while a send is in progress; frames in, handed to the dispatcher.</summary>
internal sealed class ModbusTcpLink : IDisposable
{
    // After an answer, so few bytes that begin no frame may still be surplus before the beginning of one.
    private const int MaxPendingSurplus = 24;

    private readonly Stream _stream;
    private readonly string _endpoint;
    private readonly PipeReader _input;
    private readonly byte[] _frame = new byte[ModbusLimits.MaxFrameLength];
    private readonly Lock _gate = new();
    private byte[] _gathering;
    private byte[] _sending;
    private int _gathered;
    private long _appended;
    private long _handedOver;
    private bool _flushing;
    private bool _stopped;
    private string? _abortReason;

    /// <param name="stream">The connection, owned from now on.</param>
    /// <param name="endpoint">Host and port, for errors.</param>
    /// <param name="maxInFlight">How many frames may be gathered.</param>
    public ModbusTcpLink(Stream stream, string endpoint, int maxInFlight)
    {
        _stream = stream;
        _endpoint = endpoint;
        _gathering = new byte[maxInFlight * ModbusLimits.MaxFrameLength];
        _sending = new byte[_gathering.Length];
        _input = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
    }

    /// <summary>Whether one more frame can be gathered: not when the device has stopped taking what is sent.</summary>
    public bool HasRoom => _gathered + ModbusLimits.MaxFrameLength <= _gathering.Length;

    /// <summary>Whether a flush has to be started.</summary>
    public bool HasToFlush => _gathered > 0 && !_flushing;

    /// <summary>Whether the device has sent a frame over this connection.</summary>
    public bool HasReceived { get; private set; }

    /// <summary>Where the next frame will begin in all that is put on this connection.</summary>
    public long Position
    {
        get
        {
            lock (_gate)
            {
                return _appended;
            }
        }
    }

    /// <summary>Whether bytes of the frame at this position were handed to the network: from then on it may reach the device.</summary>
    public bool WasHandedOver(long position)
    {
        lock (_gate)
        {
            return position < _handedOver;
        }
    }

    /// <summary>Adds a frame; there must be room.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            _appended += bytes.Length;
            if (!_stopped)
            {
                bytes.CopyTo(_gathering.AsSpan(_gathered));
                _gathered += bytes.Length;
            }
        }
    }

    /// <summary>Sends what is gathered, on this thread as far as the socket takes it at once; an error ends the connection.</summary>
    public void StartFlush()
    {
        lock (_gate)
        {
            if (_flushing)
            {
                return;
            }

            _flushing = true;
        }

        _ = FlushAsync();
    }

    /// <summary>Ends the connection; <see cref="ReceiveAsync"/> returns the reason. Nothing gathered is handed over any more.</summary>
    public void Abort(string reason)
    {
        Interlocked.CompareExchange(ref _abortReason, reason, null);
        Stop();
        _stream.Dispose();
    }

    /// <summary>Hands frames to the dispatcher until the connection ends, and says why it did.</summary>
    public async Task<LinkEnd> ReceiveAsync(RequestDispatcher dispatcher, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var read = await _input.ReadAsync(cancellationToken).ConfigureAwait(false);
                var buffer = read.Buffer;
                var violation = TakeFrames(ref buffer, dispatcher);
                _input.AdvanceTo(buffer.Start, buffer.End);
                if (violation is not null)
                {
                    return new LinkEnd(new ModbusProtocolException(_endpoint, violation, null), ByPeer: false);
                }

                if (read.IsCompleted)
                {
                    return Lost("the device closed the connection", null);
                }

                dispatcher.SendNext();
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            return Lost("the connection was lost", error);
        }
        finally
        {
            // Whatever was not handed over by now never leaves: the dispatcher may rely on it.
            Stop();
        }
    }

    public void Dispose()
    {
        Stop();
        _stream.Dispose();
        _input.Complete();
    }

    private LinkEnd Lost(string reason, Exception? error) => new(
        new ModbusConnectionException(_endpoint, Volatile.Read(ref _abortReason) ?? reason, innerException: error),
        ByPeer: Volatile.Read(ref _abortReason) is null);

    /// <summary>Takes the complete frames; returns what is wrong when the next frame cannot be found.</summary>
    private string? TakeFrames(ref ReadOnlySequence<byte> buffer, RequestDispatcher dispatcher)
    {
        while (true)
        {
            var status = ModbusFraming.Take(ref buffer, _frame, out var length);
            if (status == FrameStatus.Complete)
            {
                HasReceived = true;
                dispatcher.Receive(_frame.AsSpan(0, length));
                continue;
            }

            if (status == FrameStatus.Incomplete)
            {
                return null;
            }

            // A device that answers properly and adds bytes to its answers is no reason to give up.
            long surplus = HasReceived ? ModbusFraming.FindHeader(buffer, dispatcher.IsAwaited) : -1;
            if (surplus < 0 && HasReceived && !dispatcher.HasInFlight)
            {
                surplus = buffer.Length;
            }

            if (surplus < 0)
            {
                return HasReceived && buffer.Length <= MaxPendingSurplus ? null : ModbusFraming.Describe(status, _frame);
            }

            dispatcher.OnSurplus(surplus);
            buffer = buffer.Slice(surplus);
        }
    }

    private async Task FlushAsync()
    {
        try
        {
            while (TakeGathered(out var chunk))
            {
                await _stream.WriteAsync(chunk).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The receiver may already have found the device's end of the connection: that says more.
            Stop();
            _stream.Dispose();
        }
    }

    private void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            _gathered = 0;
        }
    }

    private bool TakeGathered(out ReadOnlyMemory<byte> chunk)
    {
        lock (_gate)
        {
            chunk = _gathering.AsMemory(0, _gathered);
            (_gathering, _sending) = (_sending, _gathering);
            _handedOver += _gathered;
            _flushing = _gathered > 0;
            _gathered = 0;
            return _flushing;
        }
    }
}

/// <summary>How a connection ended.</summary>
/// <param name="Error">Why.</param>
/// <param name="ByPeer">Whether the device, or the network, ended it; otherwise it was given up here.</param>
internal readonly record struct LinkEnd(ModbusException Error, bool ByPeer);
