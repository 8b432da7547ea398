using System.Net;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;
using Twins.Hosting.Configuration;
using Twins.Hosting.Mqtt.WebSockets;
using Twins.Hosting.Platform;
using Twins.Protocols.Mqtt;

namespace Twins.Hosting.Mqtt;

/// <summary>A broker without a site around it.</summary>
internal static class BareBroker
{
    private const string Owner = "The broker";

    /// <summary>Runs until a signal or the token ends it; prints where it listens.</summary>
    /// <param name="listen">Where it listens.</param>
    /// <param name="webSocket">Where a web listener serves it at <c>/mqtt</c>; null for none.</param>
    /// <param name="data">Folder for what must last; null keeps nothing.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BadInputException">The data folder cannot be used.</exception>
    /// <exception cref="BrokerStartException">An address cannot be listened on, or what it kept cannot be read.</exception>
    public static async Task RunAsync(IPEndPoint listen, IPEndPoint? webSocket, string? data, CancellationToken cancellationToken)
    {
        using var blobs = data is null ? null : DataFolder.Open(Path.GetFullPath(data));
        var options = new MqttBrokerOptions { Listeners = [new MqttListenerOptions { Address = listen.Address, Port = listen.Port }] };
        await using var hosted = await HostedBroker.StartAsync(
            Owner, options, BrokerAccess.Open, blobs is null ? null : (blobs, "mqtt/bare"), TimeProvider.System, cancellationToken);
        await using var web = webSocket is null ? null : await ServeWebAsync(webSocket, hosted.Broker, cancellationToken);
        Console.WriteLine($"listening on {hosted.Broker.Endpoints[0]}");
        await WaitForEndAsync(cancellationToken);
    }

    private static async Task<WebApplication> ServeWebAsync(IPEndPoint address, MqttBroker broker, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://{address}").ConfigureKestrel(KestrelBounds.Apply);
        var web = builder.Build();
        web.UseWebSockets();
        web.MapBroker(BrokerPaths.Only, () => broker);
        try
        {
            await web.StartAsync(cancellationToken);
        }
        catch (IOException fault) when (fault.InnerException is AddressInUseException)
        {
            throw new BrokerStartException($"{Owner} cannot serve WebSockets: {fault.Message}", fault);
        }

        Console.WriteLine($"serving {web.Urls.First()}{BrokerPaths.Only}");
        return web;
    }

    private static async Task WaitForEndAsync(CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var token = cancellationToken.Register(() => ended.TrySetResult());
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        await ended.Task;

        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            ended.TrySetResult();
        }
    }
}
