using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Twins.Adapters.Mqtt.Broker.Channels;

namespace Twins.Adapters.Mqtt.Broker.Hosting;

/// <summary>
/// The listeners of one broker: a Kestrel of its own that serves connections and no HTTP, so that brokers start and stop by themselves and
/// an address that is taken is named.
/// </summary>
internal sealed class BrokerListeners : IAsyncDisposable
{
    private const int KeepAliveSeconds = 30;
    private const int KeepAliveProbes = 4;
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    private readonly WebApplication _services;
    private readonly KestrelServer _server;
    private ImmutableArray<(ListenOptions Listen, BrokerEndpoint Endpoint)> _open = [];

    private BrokerListeners(WebApplication services, KestrelServer server) => (_services, _server) = (services, server);

    /// <summary>Where it listens, and whether with TLS.</summary>
    public ImmutableArray<(IPEndPoint Address, bool IsTls)> Addresses =>
        [.. _open.Select(open => (open.Listen.IPEndPoint!, open.Endpoint.Tls is not null))];

    /// <summary>Opens the listeners.</summary>
    /// <exception cref="BrokerStartException">An address cannot be listened on.</exception>
    public static async Task<BrokerListeners> OpenAsync(
        SiteBrokerOptions options, Func<ConnectionContext, ClientPeer, Task> serve, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        // An application that is never started: it holds the services that Kestrel's TLS asks for.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        var services = builder.Build();
        var kestrel = new KestrelServerOptions { ApplicationServices = services.Services, AddServerHeader = false };
        var open = ImmutableArray.CreateBuilder<(ListenOptions, BrokerEndpoint)>();
        foreach (var endpoint in options.Endpoints)
        {
            kestrel.Listen(endpoint.Address, endpoint.Port, listen =>
            {
                open.Add((listen, endpoint));
                listen.Protocols = HttpProtocols.None;
                if (endpoint.Tls is { } tls)
                {
                    listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(tls), HandshakeTimeout = options.ConnectTimeout });
                }

                listen.Run(connection => serve(connection, PeerOf(connection)));
            });
        }

        var listeners = new BrokerListeners(
            services, new KestrelServer(Options.Create(kestrel), new SocketTransportFactory(Options.Create(new SocketTransportOptions()), loggers), loggers));
        try
        {
            await listeners._server.StartAsync(new NoHttp(), cancellationToken).ConfigureAwait(false);
            listeners._open = open.ToImmutable();
            return listeners;
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            await listeners.DisposeAsync().ConfigureAwait(false);
            var cause = fault.InnerException is SocketException or AddressInUseException ? fault.InnerException : fault;
            throw new BrokerStartException($"{options.Owner} cannot listen on {Failed(options, fault)}: {cause.Message}", fault);
        }
    }

    /// <summary>Stops listening.</summary>
    public async Task StopAsync()
    {
        using var patience = new CancellationTokenSource(StopTimeout);
        await _server.StopAsync(patience.Token).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _server.Dispose();
        await _services.DisposeAsync().ConfigureAwait(false);
    }

    private static ClientPeer PeerOf(ConnectionContext connection)
    {
        var tls = connection.Features.Get<ITlsConnectionFeature>();
        if (connection.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
        {
            // Clients of 3.1.1 may ask for no keep-alive; one that vanished is noticed so.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveSeconds / 2);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveProbes);
        }

        return new ClientPeer(tls is null ? "tcp" : "tls", connection.RemoteEndPoint, connection.LocalEndPoint, tls?.ClientCertificate);
    }

    private static string Failed(SiteBrokerOptions options, Exception fault) =>
        options.Endpoints.Select(endpoint => new IPEndPoint(endpoint.Address, endpoint.Port).ToString())
            .FirstOrDefault(address => fault.Message.Contains(address, StringComparison.Ordinal))
        ?? string.Join(", ", options.Endpoints.Select(endpoint => new IPEndPoint(endpoint.Address, endpoint.Port)));

    private sealed class NoHttp : IHttpApplication<object>
    {
        public object CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

        public void DisposeContext(object context, Exception? exception)
        {
        }

        public Task ProcessRequestAsync(object context) => Task.CompletedTask;
    }
}
