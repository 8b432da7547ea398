using System.Net.WebSockets;

namespace Twins.Hosting.Mqtt.WebSockets;

/// <summary>
/// A WebSocket as a stream of bytes: packets need not end with the frames that carry them (5.0, section 6). Nothing is gathered here, so
/// that a message without end costs no memory: the broker's own bound ends it.
/// </summary>
internal sealed class WebSocketTransport(WebSocket socket) : Stream
{
    private bool _ended;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!_ended)
        {
            var received = await ReceiveAsync(buffer, cancellationToken);
            if (received.MessageType == WebSocketMessageType.Text)
            {
                // MQTT-6.0.0-1: control packets come in binary frames, or the connection is closed.
                throw new IOException("The client sent a text frame; MQTT takes binary ones.");
            }

            _ended = received.MessageType == WebSocketMessageType.Close;

            // An empty buffer asks only to be told when there is something to read; an empty frame is nothing to read.
            if (received.Count > 0 || buffer.IsEmpty)
            {
                return received.Count;
            }
        }

        return 0;
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await socket.SendAsync(buffer, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
        }
        catch (Exception gone) when (gone is WebSocketException or InvalidOperationException)
        {
            throw new IOException($"The WebSocket is closed: {gone.Message}", gone);
        }
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A WebSocket is read asynchronously.");

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A WebSocket is written asynchronously.");

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            socket.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await socket.ReceiveAsync(buffer, cancellationToken);
        }
        catch (Exception gone) when (gone is WebSocketException or InvalidOperationException)
        {
            throw new IOException($"The WebSocket is closed: {gone.Message}", gone);
        }
    }
}
