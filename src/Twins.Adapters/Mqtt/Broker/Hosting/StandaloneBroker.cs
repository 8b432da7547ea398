using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Twins.Adapters.Mqtt.Broker.Access;

namespace Twins.Adapters.Mqtt.Broker.Hosting;

/// <summary>A broker without a site around it, open to this machine: for trying, and for conformance suites.</summary>
public static class StandaloneBroker
{
    private const string Owner = "The broker";

    /// <summary>Runs until the token ends it; says where it listens.</summary>
    /// <param name="listen">Where it listens; port 0 takes a free one.</param>
    /// <param name="webSocket">Where a web listener serves it at <c>/mqtt</c>; null for none.</param>
    /// <param name="dataFolder">Folder for retained messages; null keeps them in memory only.</param>
    /// <param name="loggers">The log.</param>
    /// <param name="announce">Is told where it listens, a line each.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BrokerStartException">An address cannot be listened on.</exception>
    public static async Task RunAsync(
        IPEndPoint listen, IPEndPoint? webSocket, string? dataFolder, ILoggerFactory loggers, Action<string> announce, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(listen);
        ArgumentNullException.ThrowIfNull(announce);
        var options = new SiteBrokerOptions
        {
            Owner = Owner,
            Endpoints = [new BrokerEndpoint(listen.Address, listen.Port)],
            RetainedFile = dataFolder is null ? null : Path.Combine(Path.GetFullPath(dataFolder), "mqtt", "standalone.retained"),
        };
        await using var broker = await SiteBroker.StartAsync(options, BrokerAccess.Open(), loggers, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        await using var web = webSocket is null ? null : await ServeWebAsync(webSocket, broker, announce, cancellationToken).ConfigureAwait(false);
        announce($"listening on {broker.Addresses[0].Address}");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // That is the end that was asked for.
            return;
        }
    }

    private static async Task<WebApplication> ServeWebAsync(IPEndPoint address, SiteBroker broker, Action<string> announce, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://{address}").ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        var web = builder.Build();
        web.UseWebSockets();
        web.MapBroker(BrokerWebSockets.OnlyPath, () => broker);
        try
        {
            await web.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException fault) when (fault.InnerException is AddressInUseException)
        {
            throw new BrokerStartException($"{Owner} cannot serve WebSockets: {fault.Message}", fault);
        }

        announce($"serving {web.Urls.First()}{BrokerWebSockets.OnlyPath}");
        return web;
    }
}
