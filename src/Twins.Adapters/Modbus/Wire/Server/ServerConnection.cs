using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;

namespace Twins.Adapters.Modbus.Wire.Server;

/// <summary>
/// One client's connection: requests are carried out and answered in the order in which they came, and answers are sent
/// together when no further complete request is at hand.
/// </summary>
internal sealed class ServerConnection : IDisposable
{
    private readonly Stream _stream;
    private readonly Func<byte, UnitSlot?> _units;
    private readonly TimeProvider _time;
    private readonly TimeSpan _idleTimeout;
    private readonly ITimer _idleTimer;
    private readonly PipeReader _input;
    private readonly PipeWriter _output;
    private readonly RequestExecutor _executor = new();
    private readonly byte[] _request = new byte[ModbusLimits.MaxFrameLength];
    private readonly byte[] _response = new byte[ModbusLimits.MaxFrameLength];
    private long _lastRequestAt;
    private bool _executing;

    /// <param name="stream">The connection, owned from now on.</param>
    /// <param name="units">The unit of an identifier, or none.</param>
    /// <param name="idleTimeout">After how long without a complete request the connection is closed.</param>
    /// <param name="time">The clock of that.</param>
    public ServerConnection(Stream stream, Func<byte, UnitSlot?> units, TimeSpan idleTimeout, TimeProvider time)
    {
        _stream = stream;
        _units = units;
        _idleTimeout = idleTimeout;
        _time = time;
        _input = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        _output = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        _lastRequestAt = time.GetTimestamp();
        _idleTimer = time.CreateTimer(static state => ((ServerConnection)state!).CheckIdle(), this, idleTimeout, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Serves until the client leaves, breaks the protocol or is idle for too long, or until <paramref name="stopping"/>.</summary>
    /// <param name="stopping">No further request is begun; the one being carried out is answered first.</param>
    /// <param name="aborting">The request being carried out is given up as well.</param>
    public async Task ServeAsync(CancellationToken stopping, CancellationToken aborting)
    {
        try
        {
            while (true)
            {
                var read = await _input.ReadAsync(stopping).ConfigureAwait(false);
                var rest = read.Buffer;
                var status = FrameStatus.Complete;
                while (!stopping.IsCancellationRequested
                    && (status = ModbusFraming.Take(ref rest, _request, out var length)) == FrameStatus.Complete)
                {
                    if (!await AnswerAsync(length, aborting).ConfigureAwait(false))
                    {
                        return;
                    }
                }

                _input.AdvanceTo(rest.Start, rest.End);
                await _output.FlushAsync(aborting).ConfigureAwait(false);
                if (status != FrameStatus.Incomplete || read.IsCompleted)
                {
                    // Not a frame: there is no way to find the next one, and nobody to answer to.
                    return;
                }
            }
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The client is gone, or the server stops: there is nobody to tell.
        }
    }

    public void Dispose()
    {
        _idleTimer.Dispose();
        _stream.Dispose();
        _input.Complete();
        _output.Complete();
    }

    // Returns whether the connection goes on.
    private async ValueTask<bool> AnswerAsync(int length, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _executing, true);
        var pdu = _request.AsMemory(ModbusFraming.HeaderLength, length - ModbusFraming.HeaderLength);
        var responsePdu = _response.AsMemory(ModbusFraming.HeaderLength);
        var execution = _units(ModbusFraming.UnitId(_request)) is { } slot
            ? _executor.ExecuteAsync(slot, pdu, responsePdu, cancellationToken)
            : ValueTask.FromResult(_executor.Refuse(pdu, responsePdu, ModbusExceptionCode.GatewayTargetDeviceFailedToRespond));
        if (!execution.IsCompleted)
        {
            // The unit takes its time: the answers before this one need not.
            await _output.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        var reply = await execution.ConfigureAwait(false);
        Volatile.Write(ref _lastRequestAt, _time.GetTimestamp());
        Volatile.Write(ref _executing, false);
        switch (reply.Kind)
        {
            case ReplyKind.Done:
                WriteFrame();
                break;
            case ReplyKind.Raw:
                _output.Write(reply.RawBytes.Span);
                break;
            case ReplyKind.Disconnect:
                return false;
        }

        return true;
    }

    private void WriteFrame()
    {
        ModbusFraming.WriteHeader(_response, ModbusFraming.TransactionId(_request), ModbusFraming.UnitId(_request), _executor.ResponseLength);
        _output.Write(_response.AsSpan(0, ModbusFraming.HeaderLength + _executor.ResponseLength));
    }

    // The timer is set again only when it fires, so that a request costs no timer.
    private void CheckIdle()
    {
        var idle = _time.GetElapsedTime(Volatile.Read(ref _lastRequestAt));
        if (idle >= _idleTimeout && !Volatile.Read(ref _executing))
        {
            _stream.Dispose();
            return;
        }

        var remaining = _idleTimeout - idle;
        _idleTimer.Change(remaining > TimeSpan.Zero ? remaining : _idleTimeout, Timeout.InfiniteTimeSpan);
    }
}
