using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Twins.Hosting.Mqtt.Persistence;
using Twins.Protocols.Mqtt;
using Twins.Storage.Blobs;
using Twins.Storage.Journals;

namespace Twins.Hosting.Mqtt;

/// <summary>A running broker with what belongs to it: its store, and who may use it.</summary>
internal sealed class HostedBroker : IAsyncDisposable
{
    private readonly MqttBrokerOptions _options;
    private readonly JournalBrokerStore? _store;

    private HostedBroker(MqttBroker broker, MqttBrokerOptions options, BrokerAccess access, JournalBrokerStore? store)
    {
        Broker = broker;
        _options = options;
        Access = access;
        _store = store;
    }

    /// <summary>The broker.</summary>
    public MqttBroker Broker { get; }

    /// <summary>Who may use it.</summary>
    public BrokerAccess Access { get; }

    /// <summary>Its journal; null when it keeps nothing.</summary>
    public Journal? Journal => _store?.Journal;

    /// <summary>Where it listens and whether with TLS.</summary>
    public IEnumerable<(IPEndPoint Endpoint, bool IsTls)> Listeners =>
        Broker.Endpoints.Select((endpoint, index) => (endpoint, _options.Listeners[index].Tls is not null));

    /// <summary>Starts a broker.</summary>
    /// <param name="owner">Whose broker, for messages.</param>
    /// <param name="options">Listeners and limits.</param>
    /// <param name="access">Who may use it.</param>
    /// <param name="blobs">Where it keeps what must last, with the name of its journal; null keeps nothing.</param>
    /// <param name="clock">The clock of all its deadlines.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="BrokerStartException">An address cannot be listened on, or what it kept cannot be read; the message names them.</exception>
    public static async Task<HostedBroker> StartAsync(
        string owner, MqttBrokerOptions options, BrokerAccess access, (IBlobStore Blobs, string Journal)? blobs, TimeProvider clock, CancellationToken cancellationToken)
    {
        var store = blobs is { } kept ? new JournalBrokerStore(kept.Blobs, new JournalOptions { Name = kept.Journal }) : null;
        var hosted = new HostedBroker(new MqttBroker(options, access.Authenticator, access.Authorizer, store, clock), options, access, store);
        try
        {
            await hosted.Broker.StartAsync(cancellationToken);
            return hosted;
        }
        catch (Exception fault)
        {
            var opened = hosted.Broker.Endpoints.Length;
            await hosted.DisposeAsync();
            throw fault switch
            {
                SocketException socket => new BrokerStartException($"{owner} cannot listen on {AddressOf(options.Listeners, opened)}: {socket.Message}.", socket),
                IOException io => new BrokerStartException($"{owner} cannot read what it kept: {io.Message}", io),
                _ => fault,
            };
        }
    }

    /// <summary>Disconnects the clients, and writes what is not yet written.</summary>
    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }
    }

    // Listeners are opened in their order: the first that is not open is the one that failed.
    private static IPEndPoint AddressOf(ImmutableArray<MqttListenerOptions> listeners, int failed) =>
        new(listeners[failed].Address, listeners[failed].Port);
}
