using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Net;
using System.Net.WebSockets;
using Microsoft.Extensions.Logging;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Protocol;
using MQTTnet.Server;
using Twins.Adapters.Mqtt.Broker.Access;
using Twins.Adapters.Mqtt.Broker.Channels;
using Twins.Adapters.Mqtt.Broker.Diagnostics;
using Twins.Adapters.Mqtt.Broker.Hosting;
using Twins.Adapters.Mqtt.Broker.Retained;

namespace Twins.Adapters.Mqtt.Broker;

/// <summary>
/// One MQTT broker: MQTTnet's server behind Kestrel's listeners. It is live-only: a session ends with its connection, and nothing is kept
/// for clients that are away but retained messages. Several run in one process.
/// </summary>
public sealed partial class SiteBroker : IAsyncDisposable
{
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    // Connections that are refused politely, beyond those that are let in; more are closed at once.
    private const int SpareConnections = 200;

    private readonly SiteBrokerOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly MqttServer _server;
    private readonly EntryAdapter _entry = new();
    private readonly ConnectedClients _clients;
    private readonly BrokerRules _rules;
    private readonly RetainedMessages _retained;
    private readonly RetainedFile? _file;
    private readonly SemaphoreSlim _saving = new(1);
    private readonly ConcurrentDictionary<ClientChannel, Task> _connections = new();
    private BrokerListeners? _listeners;
    private ITimer? _sweeper;
    private long _savedVersion;
    private int _sweeping;
    private int _stopped;

    private SiteBroker(SiteBrokerOptions options, BrokerAccess access, ILoggerFactory loggers, TimeProvider clock)
    {
        (_options, Access, _clock) = (options, access, clock);
        _logger = loggers.CreateLogger<SiteBroker>();
        LibraryFaults.Watch(_logger);
        Diagnostics = new BrokerDiagnostics(options.Owner, clock, _logger);
        _clients = new ConnectedClients(options, Diagnostics, clock);
        _retained = new RetainedMessages(options.MaxRetainedMessages, options.MaxRetainedBytes, clock);
        _file = options.RetainedFile is { } path ? new RetainedFile(path, clock, _logger) : null;
        _rules = new BrokerRules(options, access, _clients, _retained, Diagnostics, clock);
        _server = new MqttServer(
            new MqttServerOptions
            {
                DefaultCommunicationTimeout = options.ConnectTimeout,
                EnablePersistentSessions = false,
                MaxPendingMessagesPerClient = options.MaxQueuedMessages,
                PendingMessagesOverflowStrategy = MqttPendingMessagesOverflowStrategy.DropOldestQueuedMessage,
            },
            [_entry],
            new LibraryLog(_logger));
        _rules.Attach(_server);
    }

    /// <summary>Who may use it.</summary>
    public BrokerAccess Access { get; }

    /// <summary>Where it listens, and whether with TLS.</summary>
    public ImmutableArray<(IPEndPoint Address, bool IsTls)> Addresses => _listeners?.Addresses ?? [];

    /// <summary>Where it listens without TLS, which is on loopback; null when it does not.</summary>
    public IPEndPoint? PlainAddress => Addresses.Where(listener => !listener.IsTls).Select(listener => listener.Address).FirstOrDefault();

    internal BrokerDiagnostics Diagnostics { get; }

    internal ConnectedClients Clients => _clients;

    internal RetainedMessages Retained => _retained;

    internal SiteBrokerOptions Options => _options;

    /// <summary>Starts a broker.</summary>
    /// <param name="options">Listeners and limits.</param>
    /// <param name="access">Who may use it; disposed with the broker.</param>
    /// <param name="loggers">The host's log.</param>
    /// <param name="clock">The clock of all its deadlines.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="BrokerStartException">An address cannot be listened on.</exception>
    public static async Task<SiteBroker> StartAsync(
        SiteBrokerOptions options, BrokerAccess access, ILoggerFactory loggers, TimeProvider clock, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(access);
        ArgumentNullException.ThrowIfNull(clock);
        var broker = new SiteBroker(options, access, loggers, clock);
        try
        {
            await broker.StartAsync(loggers, cancellationToken).ConfigureAwait(false);
            return broker;
        }
        catch
        {
            await broker.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Serves a client that came by WebSocket, until it leaves.</summary>
    /// <param name="socket">The socket, whose subprotocol is <c>mqtt</c>.</param>
    /// <param name="remote">Where from.</param>
    public async Task ServeAsync(WebSocket socket, IPEndPoint remote)
    {
        ArgumentNullException.ThrowIfNull(socket);
        await using var pipe = new WebSocketPipe(socket);
        await ServeAsync(pipe, pipe.Abort, new ClientPeer("websocket", remote)).ConfigureAwait(false);
    }

    /// <summary>Says goodbye to the clients, and writes what is not yet written.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0)
        {
            return;
        }

        if (_sweeper is not null)
        {
            await _sweeper.DisposeAsync().ConfigureAwait(false);
        }

        _server.AcceptNewConnections = false;
        foreach (var client in _connections.Keys)
        {
            client.End(MqttDisconnectReasonCode.ServerShuttingDown);
        }

        try
        {
            await Task.WhenAll(_connections.Values).WaitAsync(StopPatience, _clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            LogClientsLeft(_options.Owner, _connections.Count);
        }

        if (_listeners is not null)
        {
            await _listeners.DisposeAsync().ConfigureAwait(false);
        }

        if (_server.IsStarted)
        {
            await _server.StopAsync(new MqttServerStopOptions()).ConfigureAwait(false);
        }

        await SaveAsync().ConfigureAwait(false);
        _server.Dispose();
        _saving.Dispose();
        Access.Dispose();
    }

    internal async Task ServeAsync(IDuplexPipe pipe, Action abort, ClientPeer peer)
    {
        Diagnostics.Count(BrokerCount.ConnectionsAccepted);
        if (_entry.ClientHandler is not { } handle || Volatile.Read(ref _stopped) != 0 || _connections.Count >= _options.MaxConnections + SpareConnections)
        {
            Diagnostics.Report(BrokerCount.ConnectionsRefused, "", peer.RemoteEndPoint, $"{_connections.Count} connections are open, or the broker stops.");
            abort();
            return;
        }

        using var client = new ClientChannel(pipe, abort, peer, _options, Diagnostics, _clock);
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _connections.TryAdd(client, over.Task);
        try
        {
            await handle(client).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            // Whatever the library throws concerns this client alone.
            Diagnostics.ReportFault($"Serving the client '{client.ClientId}'", fault);
        }
        finally
        {
            _rules.Shares.Leave(client);
            _clients.Release(client);
            try
            {
                await client.FinishAsync().ConfigureAwait(false);
            }
            catch (Exception fault)
            {
                Diagnostics.ReportFault($"Ending the connection of the client '{client.ClientId}'", fault);
            }

            Diagnostics.Count(BrokerCount.BytesReceived, client.BytesReceived);
            Diagnostics.Count(BrokerCount.BytesSent, client.BytesSent);
            _connections.TryRemove(client, out _);
            over.TrySetResult();
        }
    }

    private async Task StartAsync(ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var kept = _file?.Load().Where(message => !_rules.IsCommand(message.Topic)).Where(_retained.TrySet).ToList() ?? [];
        _savedVersion = _retained.Version;
        _server.LoadingRetainedMessageAsync += loading =>
        {
            loading.LoadedRetainedMessages = kept;
            return Task.CompletedTask;
        };
        await _server.StartAsync().ConfigureAwait(false);
        _listeners = await BrokerListeners.OpenAsync(_options, (connection, peer) => ServeAsync(connection.Transport, () => connection.Abort(), peer), loggers, cancellationToken)
            .ConfigureAwait(false);
        _sweeper = _clock.CreateTimer(_ => _ = SweepAsync(), null, SweepPeriod, SweepPeriod);
        foreach (var (address, isTls) in Addresses)
        {
            LogListening(_options.Owner, address.ToString(), isTls ? "TLS" : "TCP", Access.Accounts is { } count ? $"{count} accounts" : "no accounts");
        }
    }

    private async Task SweepAsync()
    {
        if (Interlocked.Exchange(ref _sweeping, 1) != 0)
        {
            return;
        }

        try
        {
            foreach (var client in _connections.Keys)
            {
                client.CheckDeadlines();
            }

            await _retained.RemoveExpiredAsync(_server).ConfigureAwait(false);
            await SaveAsync().ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            Diagnostics.ReportFault("Looking after connections and retained messages", fault);
        }
        finally
        {
            Volatile.Write(ref _sweeping, 0);
        }
    }

    private async Task SaveAsync()
    {
        if (_file is null)
        {
            return;
        }

        await _saving.WaitAsync().ConfigureAwait(false);
        try
        {
            var version = _retained.Version;
            if (version != _savedVersion)
            {
                _file.Save(_retained.All);
                _savedVersion = version;
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Diagnostics.ReportFault($"Writing the retained messages to '{_options.RetainedFile}'", fault);
        }
        finally
        {
            _saving.Release();
        }
    }

    /// <summary>Where connections enter the server.</summary>
    private sealed class EntryAdapter : IMqttServerAdapter
    {
        public Func<IMqttChannelAdapter, Task>? ClientHandler { get; set; }

        public Task StartAsync(MqttServerOptions options, IMqttNetLogger logger) => Task.CompletedTask;

        public Task StopAsync() => Task.CompletedTask;

        public void Dispose()
        {
        }
    }

    [LoggerMessage(LogLevel.Information, "{Owner} listens on {Address} ({Transport}, {Access})")]
    private partial void LogListening(string owner, string address, string transport, string access);

    [LoggerMessage(LogLevel.Warning, "{Owner}: {Count} connections did not end in time")]
    private partial void LogClientsLeft(string owner, int count);
}
