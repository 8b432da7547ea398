using Twins.Protocols.Mqtt.Client.Transport;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Protocols.Mqtt.Client.Connection;

/// <summary>Opens connections, from the socket to the server's acceptance, within the time that the options give.</summary>
internal sealed class ConnectionOpener(MqttClientOptions options, TimeProvider time, string endpoint)
{
    private readonly Handshake _handshake = new(options, endpoint);
    private string _clientId = options.ClientId;

    /// <summary>Whether a server has accepted a connection yet.</summary>
    public bool WasAccepted { get; private set; }

    // 3.1.1 has one flag for two things, a session that begins anew and one that ends with the connection. To have one that begins
    // anew and stays, the old one is erased first.
    private bool HasToErase =>
        !WasAccepted && options is { Version: MqttProtocolVersion.V311, CleanStart: true } && options.SessionExpiry > TimeSpan.Zero;

    private bool CleanStart => options.Version == MqttProtocolVersion.V311
        ? options.SessionExpiry == TimeSpan.Zero
        : options.CleanStart && !WasAccepted;

    /// <summary>Opens one.</summary>
    /// <exception cref="MqttException">It could not be opened, or was refused.</exception>
    /// <exception cref="OperationCanceledException">Told to stop.</exception>
    public async Task<OpenedConnection> OpenAsync(CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(options.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        try
        {
            if (HasToErase)
            {
                var old = await OpenAsync(cleanStart: true, either.Token).ConfigureAwait(false);
                old.Received.Dispose();
                await SayAsync(old.Transport, new DisconnectPacket(), either.Token).ConfigureAwait(false);
                await old.Transport.DisposeAsync().ConfigureAwait(false);
            }

            var opened = await OpenAsync(CleanStart, either.Token).ConfigureAwait(false);
            WasAccepted = true;
            _clientId = opened.Grant.ClientId;
            return opened;
        }
        catch (Exception error) when (error is not MqttException)
        {
            stopping.ThrowIfCancellationRequested();
            var reason = limit.IsCancellationRequested
                ? FormattableString.Invariant($"the server did not accept a connection within {options.ConnectTimeout.TotalMilliseconds} ms")
                : error.InnerException is { } inner ? $"{error.Message} {inner.Message}" : error.Message;
            throw new MqttConnectionException(endpoint, reason.TrimEnd('.'), innerException: error);
        }
    }

    private async Task<OpenedConnection> OpenAsync(bool cleanStart, CancellationToken cancellationToken)
    {
        var transport = await MqttTransport.OpenAsync(options, cancellationToken).ConfigureAwait(false);
        var received = new ReceiveBuffer();
        try
        {
            var grant = await _handshake.ConnectAsync(transport, received, _clientId, cleanStart, cancellationToken).ConfigureAwait(false);
            return new OpenedConnection(transport, received, grant);
        }
        catch (Exception error)
        {
            if (error is MqttProtocolException violation && options.Version == MqttProtocolVersion.V500)
            {
                await SayAsync(transport, new DisconnectPacket { ReasonCode = violation.ReasonCode }, cancellationToken).ConfigureAwait(false);
            }

            received.Dispose();
            await transport.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task SayAsync(MqttTransport transport, DisconnectPacket packet, CancellationToken cancellationToken)
    {
        using var writer = new MqttWriter();
        packet.Write(writer, options.Version);
        try
        {
            await transport.Stream.WriteAsync(writer.WrittenMemory, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (MqttTransport.IsLoss(error))
        {
            // A server that is gone needs no goodbye.
        }
    }
}
