using System.IO.Pipelines;
using Twins.Adapters.Modbus.Wire.Wire;

namespace Twins.Adapters.Modbus.Wire.Master;

/// <summary>One open TCP connection: frames out, gathered while a send is under way; frames in, handed to the dispatcher.</summary>
internal sealed class ModbusTcpLink : IDisposable
{
    private readonly Stream _stream;
    private readonly string _endpoint;
    private readonly PipeReader _input;
    private readonly byte[] _frame = new byte[ModbusLimits.MaxFrameLength];
    private readonly Lock _gate = new();
    private byte[] _gathering;
    private byte[] _sending;
    private int _gathered;
    private bool _flushing;
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

    /// <summary>Adds a frame; there must be room.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            bytes.CopyTo(_gathering.AsSpan(_gathered));
            _gathered += bytes.Length;
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

    /// <summary>Ends the connection; <see cref="ReceiveAsync"/> returns the reason.</summary>
    public void Abort(string reason)
    {
        Interlocked.CompareExchange(ref _abortReason, reason, null);
        _stream.Dispose();
    }

    /// <summary>Hands frames to the dispatcher until the connection ends, and says why it did.</summary>
    public async Task<ModbusException> ReceiveAsync(RequestDispatcher dispatcher, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var read = await _input.ReadAsync(cancellationToken).ConfigureAwait(false);
                var buffer = read.Buffer;
                var status = FrameStatus.Complete;
                while ((status = ModbusFraming.Take(ref buffer, _frame, out var length)) == FrameStatus.Complete)
                {
                    HasReceived = true;
                    dispatcher.Receive(_frame.AsSpan(0, length));
                }

                _input.AdvanceTo(buffer.Start, buffer.End);
                if (status != FrameStatus.Incomplete)
                {
                    return new ModbusProtocolException(_endpoint, ModbusFraming.Describe(status, _frame), null);
                }

                if (read.IsCompleted)
                {
                    return new ModbusConnectionException(_endpoint, _abortReason ?? "the device closed the connection");
                }

                dispatcher.SendNext();
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            return new ModbusConnectionException(_endpoint, _abortReason ?? "the connection was lost", innerException: error);
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        _input.Complete();
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
            Abort($"sending failed: {error.Message}");
        }
    }

    private bool TakeGathered(out ReadOnlyMemory<byte> chunk)
    {
        lock (_gate)
        {
            chunk = _gathering.AsMemory(0, _gathered);
            _flushing = _gathered > 0;
            (_gathering, _sending) = (_sending, _gathering);
            _gathered = 0;
            return _flushing;
        }
    }
}
