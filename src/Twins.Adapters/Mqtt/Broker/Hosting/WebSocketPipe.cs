using System.IO.Pipelines;
using System.Net.WebSockets;

namespace Twins.Adapters.Mqtt.Broker.Hosting;

/// <summary>
/// A WebSocket as pipes of bytes: packets need not end with the frames that carry them (5.0, section 6). What arrives is read ahead up to
/// the pipe's bound only.
/// </summary>
internal sealed class WebSocketPipe : IDuplexPipe, IAsyncDisposable
{
    private const int ReadAhead = 64 << 10;
    private const int FrameBytes = 4096;

    private readonly WebSocket _socket;
    private readonly Pipe _received = new(new PipeOptions(pauseWriterThreshold: ReadAhead, resumeWriterThreshold: ReadAhead / 2, useSynchronizationContext: false));
    private readonly Pipe _sent = new(new PipeOptions(pauseWriterThreshold: ReadAhead, resumeWriterThreshold: ReadAhead / 2, useSynchronizationContext: false));
    private readonly Task _receiving;
    private readonly Task _sending;

    public WebSocketPipe(WebSocket socket)
    {
        _socket = socket;
        _receiving = ReceiveAsync();
        _sending = SendAsync();
    }

    public PipeReader Input => _received.Reader;

    public PipeWriter Output => _sent.Writer;

    /// <summary>Cuts it off.</summary>
    public void Abort()
    {
        _socket.Abort();
        _sent.Reader.CancelPendingRead();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _sent.Writer.CompleteAsync().ConfigureAwait(false);
        await _received.Reader.CompleteAsync().ConfigureAwait(false);
        Abort();
        await _receiving.ConfigureAwait(false);
        await _sending.ConfigureAwait(false);
    }

    private async Task ReceiveAsync()
    {
        Exception? end = null;
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(_received.Writer.GetMemory(FrameBytes), CancellationToken.None).ConfigureAwait(false);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                if (received.MessageType == WebSocketMessageType.Text)
                {
                    // MQTT-6.0.0-1: control packets come in binary frames, or the connection is closed.
                    break;
                }

                _received.Writer.Advance(received.Count);
                if ((await _received.Writer.FlushAsync().ConfigureAwait(false)).IsCompleted)
                {
                    break;
                }
            }
        }
        catch (Exception gone) when (gone is WebSocketException or InvalidOperationException or OperationCanceledException or IOException)
        {
            end = new IOException($"The WebSocket is closed: {gone.Message}", gone);
        }

        await _received.Writer.CompleteAsync(end).ConfigureAwait(false);
    }

    private async Task SendAsync()
    {
        Exception? end = null;
        try
        {
            while (true)
            {
                var read = await _sent.Reader.ReadAsync().ConfigureAwait(false);
                foreach (var part in read.Buffer)
                {
                    await _socket.SendAsync(part, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None).ConfigureAwait(false);
                }

                _sent.Reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted || read.IsCanceled)
                {
                    break;
                }
            }

            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or InvalidOperationException or OperationCanceledException or IOException)
        {
            end = new IOException($"The WebSocket is closed: {gone.Message}", gone);
        }

        await _sent.Reader.CompleteAsync(end).ConfigureAwait(false);
    }
}
