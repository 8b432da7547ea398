using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using Twins.Protocols.Modbus.Wire;

namespace Twins.Protocols.Modbus.Server;

/// <summary>
/// One client's connection: requests are carried out and answered in the order in which they came, and answers are sent
/// together when no further complete request is at hand.
/// </summary>
internal sealed class ServerConnection : IDisposable
{
    private readonly Stream stream;
    private readonly Func<byte, UnitSlot?> units;
    private readonly TimeProvider time;
    private readonly TimeSpan idleTimeout;
    private readonly ITimer idleTimer;
    private readonly PipeReader input;
    private readonly PipeWriter output;
    private readonly RequestExecutor executor = new();
    private readonly byte[] request = new byte[ModbusLimits.MaxFrameLength];
    private readonly byte[] response = new byte[ModbusLimits.MaxFrameLength];
    private long lastRequestAt;
    private bool executing;

    /// <param name="stream">The connection, owned from now on.</param>
    /// <param name="units">The unit of an identifier, or none.</param>
    /// <param name="idleTimeout">After how long without a complete request the connection is closed.</param>
    /// <param name="time">The clock of that.</param>
    public ServerConnection(Stream stream, Func<byte, UnitSlot?> units, TimeSpan idleTimeout, TimeProvider time)
    {
        this.stream = stream;
        this.units = units;
        this.idleTimeout = idleTimeout;
        this.time = time;
        input = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        output = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        lastRequestAt = time.GetTimestamp();
        idleTimer = time.CreateTimer(static state => ((ServerConnection)state!).CheckIdle(), this, idleTimeout, Timeout.InfiniteTimeSpan);
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
                var read = await input.ReadAsync(stopping).ConfigureAwait(false);
                var rest = read.Buffer;
                var status = FrameStatus.Complete;
                while (!stopping.IsCancellationRequested
                    && (status = ModbusFraming.Take(ref rest, request, out var length)) == FrameStatus.Complete)
                {
                    if (!await AnswerAsync(length, aborting).ConfigureAwait(false))
                    {
                        return;
                    }
                }

                input.AdvanceTo(rest.Start, rest.End);
                await output.FlushAsync(aborting).ConfigureAwait(false);
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
        idleTimer.Dispose();
        stream.Dispose();
        input.Complete();
        output.Complete();
    }

    // Returns whether the connection goes on.
    private async ValueTask<bool> AnswerAsync(int length, CancellationToken cancellationToken)
    {
        Volatile.Write(ref executing, true);
        var pdu = request.AsMemory(ModbusFraming.HeaderLength, length - ModbusFraming.HeaderLength);
        var responsePdu = response.AsMemory(ModbusFraming.HeaderLength);
        var execution = units(ModbusFraming.UnitId(request)) is { } slot
            ? executor.ExecuteAsync(slot, pdu, responsePdu, cancellationToken)
            : ValueTask.FromResult(executor.Refuse(pdu, responsePdu, ModbusExceptionCode.GatewayTargetDeviceFailedToRespond));
        if (!execution.IsCompleted)
        {
            // The unit takes its time: the answers before this one need not.
            await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        var reply = await execution.ConfigureAwait(false);
        Volatile.Write(ref lastRequestAt, time.GetTimestamp());
        Volatile.Write(ref executing, false);
        switch (reply.Kind)
        {
            case ReplyKind.Done:
                WriteFrame();
                break;
            case ReplyKind.Raw:
                output.Write(reply.RawBytes.Span);
                break;
            case ReplyKind.Disconnect:
                return false;
        }

        return true;
    }

    private void WriteFrame()
    {
        ModbusFraming.WriteHeader(response, ModbusFraming.TransactionId(request), ModbusFraming.UnitId(request), executor.ResponseLength);
        output.Write(response.AsSpan(0, ModbusFraming.HeaderLength + executor.ResponseLength));
    }

    // The timer is set anew only when it fires, so that a request costs no timer.
    private void CheckIdle()
    {
        var idle = time.GetElapsedTime(Volatile.Read(ref lastRequestAt));
        if (idle >= idleTimeout && !Volatile.Read(ref executing))
        {
            stream.Dispose();
            return;
        }

        var remaining = idleTimeout - idle;
        idleTimer.Change(remaining > TimeSpan.Zero ? remaining : idleTimeout, Timeout.InfiniteTimeSpan);
    }
}
