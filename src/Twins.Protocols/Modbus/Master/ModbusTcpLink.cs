using System.IO.Pipelines;
using Twins.Protocols.Modbus.Wire;

namespace Twins.Protocols.Modbus.Master;

/// <summary>One open TCP connection: frames out, gathered while a send is under way; frames in, handed to the dispatcher.</summary>
internal sealed class ModbusTcpLink : IDisposable
{
    private readonly Stream stream;
    private readonly string endpoint;
    private readonly PipeReader input;
    private readonly byte[] frame = new byte[ModbusLimits.MaxFrameLength];
    private readonly Lock gate = new();
    private byte[] gathering;
    private byte[] sending;
    private int gathered;
    private bool flushing;
    private string? abortReason;

    /// <param name="stream">The connection, owned from now on.</param>
    /// <param name="endpoint">Host and port, for errors.</param>
    /// <param name="maxInFlight">How many frames may be gathered.</param>
    public ModbusTcpLink(Stream stream, string endpoint, int maxInFlight)
    {
        this.stream = stream;
        this.endpoint = endpoint;
        gathering = new byte[maxInFlight * ModbusLimits.MaxFrameLength];
        sending = new byte[gathering.Length];
        input = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
    }

    /// <summary>Whether one more frame can be gathered: not when the device has stopped taking what is sent.</summary>
    public bool HasRoom => gathered + ModbusLimits.MaxFrameLength <= gathering.Length;

    /// <summary>Whether a flush has to be started.</summary>
    public bool HasToFlush => gathered > 0 && !flushing;

    /// <summary>Whether the device has sent a frame over this connection.</summary>
    public bool HasReceived { get; private set; }

    /// <summary>Adds a frame; there must be room.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            bytes.CopyTo(gathering.AsSpan(gathered));
            gathered += bytes.Length;
        }
    }

    /// <summary>Sends what is gathered, on this thread as far as the socket takes it at once; an error ends the connection.</summary>
    public void StartFlush()
    {
        lock (gate)
        {
            if (flushing)
            {
                return;
            }

            flushing = true;
        }

        _ = FlushAsync();
    }

    /// <summary>Ends the connection; <see cref="ReceiveAsync"/> returns the reason.</summary>
    public void Abort(string reason)
    {
        Interlocked.CompareExchange(ref abortReason, reason, null);
        stream.Dispose();
    }

    /// <summary>Hands frames to the dispatcher until the connection ends, and says why it did.</summary>
    public async Task<ModbusException> ReceiveAsync(RequestDispatcher dispatcher, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var read = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
                var buffer = read.Buffer;
                var status = FrameStatus.Complete;
                while ((status = ModbusFraming.Take(ref buffer, frame, out var length)) == FrameStatus.Complete)
                {
                    HasReceived = true;
                    dispatcher.Receive(frame.AsSpan(0, length));
                }

                input.AdvanceTo(buffer.Start, buffer.End);
                if (status != FrameStatus.Incomplete)
                {
                    return new ModbusProtocolException(endpoint, ModbusFraming.Describe(status, frame), null);
                }

                if (read.IsCompleted)
                {
                    return new ModbusConnectionException(endpoint, abortReason ?? "the device closed the connection");
                }

                dispatcher.SendNext();
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            return new ModbusConnectionException(endpoint, abortReason ?? "the connection was lost", innerException: error);
        }
    }

    public void Dispose()
    {
        stream.Dispose();
        input.Complete();
    }

    private async Task FlushAsync()
    {
        try
        {
            while (TakeGathered(out var chunk))
            {
                await stream.WriteAsync(chunk).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            Abort($"sending failed: {error.Message}");
        }
    }

    private bool TakeGathered(out ReadOnlyMemory<byte> chunk)
    {
        lock (gate)
        {
            chunk = gathering.AsMemory(0, gathered);
            flushing = gathered > 0;
            (gathering, sending) = (sending, gathering);
            gathered = 0;
            return flushing;
        }
    }
}
