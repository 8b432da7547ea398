using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Twins.Protocols.Mqtt.Broker.Connections;
using Twins.Protocols.Mqtt.Broker.Listening;
using Twins.Protocols.Validation;

namespace Twins.Protocols.Mqtt;

/// <summary>
/// A broker for MQTT 3.1.1 and 5.0, both on every listener. What it takes on is bounded by its options; what a client does wrong closes
/// that client's connection with the standard's reason code and is explained in <see cref="Diagnostics"/>.
/// </summary>
public sealed class MqttBroker : IAsyncDisposable
{
    /// <summary>So many transports may wait for their CONNECT beyond the clients that are connected, before new ones are closed at once.</summary>
    private const int MaxNewcomers = 256;

    private readonly BrokerServices _broker;
    private readonly ConnectionTable _connections = new();
    private readonly CancellationTokenSource _stopping = new();
    private ImmutableArray<BrokerListener> _listeners = [];
    private Task _accepting = Task.CompletedTask;
    private Housekeeper? _housekeeper;
    private int _opening;
    private bool _isDisposed;

    /// <summary>Creates a broker; it serves from <see cref="StartAsync"/>.</summary>
    /// <param name="options">Where to listen, and the limits; loopback and a free port unless given.</param>
    /// <param name="authenticator">Who may connect; everybody unless given.</param>
    /// <param name="authorizer">Who may use which topics; everybody all unless given.</param>
    /// <param name="store">Keeps sessions and messages beyond the process; nothing is kept unless given. Its owner disposes of it.</param>
    /// <param name="timeProvider">The clock of all deadlines; the system's unless given.</param>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of bounds.</exception>
    public MqttBroker(
        MqttBrokerOptions? options = null,
        IMqttAuthenticator? authenticator = null,
        IMqttAuthorizer? authorizer = null,
        IMqttBrokerStore? store = null,
        TimeProvider? timeProvider = null) =>
        _broker = new BrokerServices(
            (options ?? new MqttBrokerOptions()).Checked(), authenticator, authorizer, store, timeProvider ?? TimeProvider.System);

    /// <summary>Where the broker listens, in the order of its listeners, with the ports that the system chose; empty before it was started.</summary>
    public ImmutableArray<IPEndPoint> Endpoints => [.. _listeners.Select(listener => listener.Endpoint)];

    /// <summary>The last incidents, at most 256, the oldest first: what clients did wrong, slow consumers, bounds that were reached.</summary>
    public ImmutableArray<MqttIncident> Diagnostics => _broker.Incidents.Last;

    /// <summary>What the broker holds and has done.</summary>
    public MqttBrokerFigures Figures
    {
        get
        {
            var traffic = _connections.Traffic;
            var sessions = _broker.Sessions.All.ToList();
            return _broker.Counters.ToFigures() with
            {
                Connections = _broker.Sessions.Connected,
                Sessions = sessions.Count,
                Subscriptions = _broker.Routes.Count,
                RetainedMessages = _broker.Retained.Count,
                RetainedBytes = _broker.Retained.Bytes,
                QueuedMessages = sessions.Sum(session => session.Outgoing.Count),
                QueuedBytes = sessions.Sum(session => session.Outgoing.Bytes),
                SlowConsumers = sessions.Count(session => session.Outgoing.IsSlow),
                BytesReceived = traffic.BytesReceived,
                BytesSent = traffic.BytesSent,
                PacketsReceived = traffic.PacketsReceived,
                MessagesReceived = traffic.MessagesReceived,
                MessagesSent = traffic.MessagesSent,
                Incidents = _broker.Incidents.Count,
            };
        }
    }

    /// <summary>The sessions now, connected and away, in no order.</summary>
    public ImmutableArray<MqttBrokerClient> Clients =>
    [
        .. from session in _broker.Sessions.All
           let connection = session.Connection
           select new MqttBrokerClient(
               session.ClientId, session.Owner, session.Version, connection?.Peer.RemoteEndPoint, connection?.Peer.Transport,
               session.ChangedAt, session.SubscriptionCount, session.Outgoing.Count, session.Outgoing.Bytes, session.Outgoing.Dropped,
               session.Outgoing.IsSlow),
    ];

    /// <summary>Recovers what the store kept, then opens the listeners.</summary>
    /// <param name="cancellationToken">Gives up the recovery.</param>
    /// <exception cref="InvalidOperationException">The broker was started before.</exception>
    /// <exception cref="IOException">The store cannot be read.</exception>
    /// <exception cref="SocketException">A listener's address cannot be listened on: in use, not permitted, not of this machine.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_housekeeper is not null)
        {
            throw new InvalidOperationException("The broker was started before.");
        }

        if (_broker.Store is { } store)
        {
            _broker.Restore(await store.RecoverAsync(cancellationToken).ConfigureAwait(false));
        }

        _housekeeper = new Housekeeper(_broker, _connections);
        foreach (var options in _broker.Options.Listeners)
        {
            _listeners = _listeners.Add(new BrokerListener(options, _broker.Options.ConnectTimeout, _broker.Time));
        }

        _accepting = Task.WhenAll(_listeners.Select(
            listener => listener.AcceptAsync(client => _ = Task.Run(() => AdmitAsync(listener, client)), _stopping.Token)));
    }

    /// <summary>
    /// Serves one client over a transport that somebody else has opened (WebSocket, a pipe within the process), until it leaves.
    /// </summary>
    /// <param name="transport">Bytes in both directions; the broker's from now on, and disposed of at the end.</param>
    /// <param name="peer">Who is at its other end.</param>
    /// <param name="cancellationToken">Disconnects the client with 0x8B (server shutting down).</param>
    /// <returns>Completes when the connection ended; never fails because of what the client did.</returns>
    public async Task ServeAsync(Stream transport, MqttPeer peer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transport);
        ArgumentNullException.ThrowIfNull(peer);
        _broker.Counters.ConnectionAccepted();
        if (_stopping.IsCancellationRequested || _connections.Count >= _broker.Options.MaxConnections + MaxNewcomers)
        {
            _broker.Counters.ConnectionRefused();
            _broker.Incidents.Record(
                MqttIncidentKind.LimitReached, "", peer.RemoteEndPoint, MqttReasonCode.QuotaExceeded,
                FormattableString.Invariant($"{_connections.Count} transports are open, which is the limit, or the broker stops."));
            await transport.DisposeAsync().ConfigureAwait(false);
            return;
        }

        await _connections.ServeAsync(new BrokerConnection(transport, peer, _broker), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Disconnects a client with 0x98 (administrative action). Its session goes on as agreed.</summary>
    /// <param name="clientId">Its client identifier.</param>
    /// <returns>Whether it was connected.</returns>
    public bool Disconnect(string clientId)
    {
        var connection = _broker.Sessions.Find(clientId)?.Connection;
        connection?.Close(MqttReasonCode.AdministrativeAction);
        return connection is not null;
    }

    /// <summary>
    /// Stops listening, disconnects the clients with 0x8B (server shutting down), and waits until they have what was under way to them, at
    /// most <see cref="MqttBrokerOptions.FarewellTimeout"/>. Wills of sessions that a store keeps wait for the next start (5.0, section 3.1.2.5).
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        _broker.IsStopping = true;
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _accepting.ConfigureAwait(false);
        foreach (var listener in _listeners)
        {
            listener.Dispose();
        }

        await _connections.CloseAsync(MqttReasonCode.ServerShuttingDown).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (_housekeeper is { } housekeeper)
        {
            await housekeeper.DisposeAsync().ConfigureAwait(false);
        }

        if (_broker.Store is { } store)
        {
            await store.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Stops, as <see cref="StopAsync"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            await StopAsync().ConfigureAwait(false);
            _stopping.Dispose();
        }
    }

    private async Task AdmitAsync(BrokerListener listener, Socket client)
    {
        EndPoint? remote = null;
        try
        {
            remote = client.RemoteEndPoint;
            var (transport, peer) = await OpenAsync(listener, client).ConfigureAwait(false);
            await ServeAsync(transport, peer, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            _broker.Counters.ConnectionRefused();
            _broker.Incidents.Record(
                MqttIncidentKind.TransportFailed, "", remote, MqttReasonCode.UnspecifiedError, $"The transport was not opened: {error.Message}");
        }
    }

    private async Task<(Stream Transport, MqttPeer Peer)> OpenAsync(BrokerListener listener, Socket client)
    {
        try
        {
            if (Interlocked.Increment(ref _opening) > MaxNewcomers)
            {
                client.Dispose();
                throw new IOException(FormattableString.Invariant($"{MaxNewcomers} transports are being opened, which is the limit."));
            }

            return await listener.OpenAsync(client, _stopping.Token).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _opening);
        }
    }
}
